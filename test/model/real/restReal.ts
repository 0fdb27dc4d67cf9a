import { Refused } from '../../../functions/src/kernel/decision.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { finishDeletion } from '../../../functions/src/users/finishDeletion.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Oracle } from '../oracle/state.ts';
import { deliver, rawOf } from './consumers.ts';

/**
 * A world of the suite at rest: deletions that were cut off go on, every message is delivered again, in another order,
 * and then each has had its effect once.
 */
export async function settleWorld(oracle: Oracle, nowMs: number): Promise<void> {
  for (const scope of oracle.deletions.keys()) await insist(() => finishDeletion(scope, nowMs));
  const messages = [...oracle.messages.values()].reverse();
  for (const message of messages) {
    await Promise.all([1, 2].map(() => insist(() => deliver(message.type, rawOf(message), nowMs))));
  }
}

const ATTEMPTS = 6;

/** As the platform does: what failed because too much happened at once is tried again. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isContention = error instanceof Refused && error.error.code === 'platform/contention';
      if (!isContention || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The audit log and the inboxes say what happened, line for line. */
export async function checkTold(oracle: Oracle, uids: readonly string[]): Promise<void> {
  const expected = oracle.audits.map(({ actor, action, subject }) => ({ actor, action, subject }));
  for (const { type, uid, data } of oracle.messages.values()) {
    const subject = type === 'referral.claimed' ? `users/${data.referrerUid}` : `withdrawals/${data.withdrawalId}`;
    expected.push({ actor: uid, action: type, subject });
  }
  const database = await adminFirestore();
  for (const subject of subjectsOf(oracle, uids)) {
    const { docs } = await database.collection('auditLog').where('subject', '==', subject).get();
    const found = docs.map((one) => `${one.get('actor')} ${one.get('action')}`).sort();
    const wanted = expected.filter((one) => one.subject === subject).map(({ actor, action }) => `${actor} ${action}`);
    demandEqual(found, wanted.sort(), `what the audit log says of ${subject}`);
  }
  for (const uid of uids) await checkInbox(oracle, uid);
}

function subjectsOf(oracle: Oracle, uids: readonly string[]): string[] {
  return [...uids.map((uid) => `users/${uid}`), ...[...oracle.withdrawals.keys()].map((id) => `withdrawals/${id}`)];
}

async function checkInbox(oracle: Oracle, uid: string): Promise<void> {
  const database = await adminFirestore();
  const { docs } = await database.collection(`users/${uid}/inbox`).get();
  const isGone = oracle.accounts.get(uid)?.standing === 'deleted';
  const wanted: string[] = oracle.dueNotes.filter((one) => one.uid === uid).map(({ kind }) => kind);
  for (const message of oracle.messages.values()) {
    if (message.type === 'withdrawal.updated' && message.uid === uid) wanted.push('withdrawal');
    if (message.type === 'referral.claimed' && message.data.referrerUid === uid) wanted.push('referral');
  }
  const found = docs.map((one) => String(one.get('kind'))).sort();
  demandEqual(found, isGone ? [] : wanted.sort(), `inbox of ${uid}`);
  if (!isGone) return;
  const left = await database.collection('withdrawalFiles').where('uid', '==', uid).get();
  demand(left.empty, () => `payment details of ${uid}, who is deleted, are still there`);
}
