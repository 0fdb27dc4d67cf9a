import { STAFF_WORDS } from '../checks/unnamed.ts';
import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { drawReference } from '../core/named.ts';
import type { Kind } from '../core/operation.ts';
import { audit } from '../oracle/audits.ts';
import { owesAnything } from '../oracle/ledger.ts';
import type { Withdrawal } from '../oracle/records.ts';
import { standingNow } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';
import { areOnePersons } from '../oracle/twoPeople.ts';
import { isLegal, knownWithdrawal, move } from '../oracle/withdrawals.ts';
import { withdrawalSent } from './withdrawals.ts';

/** What staff do with withdrawals: look, decide, settle; each step is on record. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'reviewWithdrawal',
    weight: 11,
    access: 'support',
    keyed: true,
    draw(scene, random) {
      const somebody = scene.staff(random);
      const common = { withdrawal: drawReference(scene, random), idempotencyKey: scene.nextName() };
      // Whoever reviewed last reviews again now and then.
      const uid = (common.withdrawal.chance < 0.4 ? scene.reviewers.at(-1) : undefined) ?? somebody;
      scene.reviewers.push(uid);
      if (random.chance(0.02)) return { uid, data: { ...common, decision: 'reject' }, invalid: true };
      if (random.chance(0.2)) return { uid, data: { ...common, decision: 'reject', reason: STAFF_WORDS.rejection } };
      return { uid, data: { ...common, decision: 'approve' } };
    },
    wire(data, oracle) {
      // What one person has approved waits for another one; mostly it is what is looked at next, by whomever.
      const begun = [...oracle.withdrawals.values()].filter(({ status, approvals }) => {
        return status === 'PENDING' && approvals.length > 0;
      });
      const { chance, name } = data.withdrawal;
      if (chance < 0.8 && begun.length > 0 && !oracle.names.has(name)) oracle.names.set(name, begun[0]?.id ?? '');
      return withdrawalSent(data, oracle, ['PENDING']);
    },
    decide: review,
  }),
  callableKind({
    name: 'completeWithdrawal',
    weight: 5,
    access: 'support',
    keyed: true,
    draw(scene, random) {
      const uid = scene.staff(random);
      const common = { withdrawal: drawReference(scene, random), idempotencyKey: scene.nextName() };
      if (random.chance(0.3)) return { uid, data: { ...common, outcome: 'failed', reason: STAFF_WORDS.failure } };
      return { uid, data: { ...common, outcome: 'completed', reference: scene.nextName() } };
    },
    wire: (data, oracle) => withdrawalSent(data, oracle, ['APPROVED']),
    decide(deciding) {
      const { oracle, uid, sent } = deciding;
      const withdrawal = knownWithdrawal(oracle, sent.withdrawalId);
      if (withdrawal === undefined) return refused('withdrawals/unknown');
      if (areOnePersons(oracle, uid, withdrawal.uid)) return refused('withdrawals/own-withdrawal');
      if (!isLegal(withdrawal, sent.outcome)) return refused('withdrawals/wrong-state');
      const unpayable = sent.outcome === 'completed' ? refusePayment(deciding, withdrawal) : undefined;
      if (unpayable !== undefined) return unpayable;
      const refusal = move({ ...deciding, actor: uid, posts: 'staff' }, withdrawal, sent.outcome);
      if (refusal !== undefined) return refusal;
      const { id, status } = withdrawal;
      audit(oracle, { actor: uid, action: `completeWithdrawal:${sent.outcome}`, subject: `withdrawals/${id}` });
      return answered({ withdrawalId: id, status });
    },
  }),
  callableKind({
    name: 'revealPaymentDetails',
    weight: 2,
    access: 'support',
    keyed: false,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.helpers]);
      return { uid, data: { withdrawal: drawReference(scene, random) } };
    },
    wire: (data, oracle) => withdrawalSent(data, oracle, ['PENDING', 'APPROVED']),
    decide({ oracle, uid, sent }) {
      const withdrawal = knownWithdrawal(oracle, sent.withdrawalId);
      if (withdrawal === undefined) return refused('withdrawals/unknown');
      const { id, details, amount, method, status, flagged } = withdrawal;
      audit(oracle, { actor: uid, action: 'revealPaymentDetails', subject: `withdrawals/${id}` });
      return answered({
        withdrawalId: id,
        uid: withdrawal.uid,
        amount,
        method,
        paymentDetails: details,
        status,
        flagged,
      });
    },
  }),
];

function review(deciding: Deciding): Answer {
  const { oracle, uid, sent, rules } = deciding;
  const withdrawal = knownWithdrawal(oracle, sent.withdrawalId);
  if (withdrawal === undefined) return refused('withdrawals/unknown');
  if (areOnePersons(oracle, uid, withdrawal.uid)) return refused('withdrawals/own-withdrawal');
  const step = { ...deciding, actor: uid, posts: 'staff' };
  const { approvals, amount, id } = withdrawal;
  const approvalsNeeded = amount >= rules.withdrawals.twoPersonFrom ? 2 : 1;
  if (!isLegal(withdrawal, sent.decision)) return refused('withdrawals/wrong-state');
  if (sent.decision === 'reject') move(step, withdrawal, 'reject');
  else {
    const unpayable = refusePayment(deciding, withdrawal);
    if (unpayable !== undefined) return unpayable;
    if (approvals.some((other) => areOnePersons(oracle, uid, other))) return refused('withdrawals/same-reviewer');
    approvals.push(uid);
    if (approvals.length >= approvalsNeeded) move(step, withdrawal, 'approve');
  }
  audit(oracle, { actor: uid, action: `reviewWithdrawal:${sent.decision}`, subject: `withdrawals/${id}` });
  return answered({ withdrawalId: id, status: withdrawal.status, approvals: approvals.length, approvalsNeeded });
}

/** Nobody is paid who may not act, or who owes. */
function refusePayment({ oracle, nowMs }: Deciding, { uid }: Withdrawal): Answer | undefined {
  const account = oracle.accounts.get(uid);
  if (account === undefined || standingNow(account, nowMs) !== 'active') return refused('withdrawals/not-payable');
  return owesAnything(oracle, uid) ? refused('wallet/in-debt') : undefined;
}
