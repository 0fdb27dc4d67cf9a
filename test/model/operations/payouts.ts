import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { drawReference } from '../core/named.ts';
import type { Kind } from '../core/operation.ts';
import { audit } from '../oracle/audits.ts';
import { answered, refused } from '../oracle/state.ts';
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
      const uid = random.pick([...scene.admins, ...scene.admins, ...scene.helpers]);
      const common = { withdrawal: drawReference(scene, random), idempotencyKey: scene.nextName() };
      if (random.chance(0.02)) return { uid, data: { ...common, decision: 'reject' }, invalid: true };
      if (random.chance(0.2)) return { uid, data: { ...common, decision: 'reject', reason: 'not their own' } };
      return { uid, data: { ...common, decision: 'approve' } };
    },
    wire: (data, oracle) => withdrawalSent(data, oracle, ['PENDING']),
    decide: review,
  }),
  callableKind({
    name: 'completeWithdrawal',
    weight: 5,
    access: 'support',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.admins, ...scene.helpers]);
      const common = { withdrawal: drawReference(scene, random), idempotencyKey: scene.nextName() };
      if (random.chance(0.3)) return { uid, data: { ...common, outcome: 'failed', reason: 'bounced back' } };
      return { uid, data: { ...common, outcome: 'completed', reference: scene.nextName() } };
    },
    wire: (data, oracle) => withdrawalSent(data, oracle, ['APPROVED']),
    decide(deciding) {
      const { oracle, uid, sent } = deciding;
      const withdrawal = knownWithdrawal(oracle, sent.withdrawalId);
      if (withdrawal === undefined) return refused('withdrawals/unknown');
      const refusal = move({ ...deciding, actor: uid }, withdrawal, sent.outcome);
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
  const step = { ...deciding, actor: uid };
  const { approvals, amount, id } = withdrawal;
  const approvalsNeeded = amount >= rules.withdrawals.twoPersonFrom ? 2 : 1;
  if (!isLegal(withdrawal, sent.decision)) return refused('withdrawals/wrong-state');
  if (sent.decision === 'reject') move(step, withdrawal, 'reject');
  else {
    if (approvals.includes(uid)) return refused('withdrawals/same-reviewer');
    approvals.push(uid);
    if (approvals.length >= approvalsNeeded) move(step, withdrawal, 'approve');
  }
  audit(oracle, { actor: uid, action: `reviewWithdrawal:${sent.decision}`, subject: `withdrawals/${id}` });
  return answered({ withdrawalId: id, status: withdrawal.status, approvals: approvals.length, approvalsNeeded });
}
