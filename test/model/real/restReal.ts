import { Refused } from '../../../functions/src/kernel/decision.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { finishDeletion } from '../../../functions/src/users/finishDeletion.ts';
import { eventually } from '../../support/eventually.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Oracle } from '../oracle/state.ts';
import { deliver, rawOf } from './consumers.ts';

/**
 * A world of the suite at rest: deletions that were cut off go on, every message is delivered again, in another order,
 * and then each has had its effect once.
 */
export async function settleWorld(oracle: Oracle, nowMs: number): Promise<void> {
  for (const scope of oracle.deletions.keys()) await endDeletion(scope, nowMs);
  const messages = [...oracle.messages.values()].reverse();
  for (const message of messages) {
    await Promise.all([1, 2].map(() => insist(() => deliver(message.type, rawOf(message), nowMs))));
  }
}

/** Goes on with a deletion until it is done, as the sweep does; nothing where it was refused. */
export async function endDeletion(scope: string, nowMs: number): Promise<void> {
  const deletion = (await adminFirestore()).doc(`deletions/${scope}`);
  if (!(await deletion.get()).exists) return;
  await eventually(async () => {
    await insist(() => finishDeletion(scope, nowMs));
    demandEqual((await deletion.get()).get('status'), 'DONE', `deletion ${scope}`);
  });
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
    const names = namesOf(oracle, subject);
    const { docs } = await database.collection('auditLog').where('subject', 'in', names).get();
    const found = docs.map((one) => `${personOf(oracle, one.get('actor'))} ${one.get('action')}`).sort();
    const ofThem = expected.filter((one) => names.includes(one.subject));
    const wanted = ofThem.map(({ actor, action }) => `${personOf(oracle, actor)} ${action}`);
    demandEqual(found, wanted.sort(), `what the audit log says of ${subject}`);
  }
  for (const uid of uids) await checkInbox(oracle, uid);
}

/** What it is about, under each name that its person has had. */
function namesOf({ pseudonyms }: Oracle, subject: string): string[] {
  const renamed = [...pseudonyms].flatMap(([name, uid]) => (subject === `users/${uid}` ? [`users/${name}`] : []));
  return [subject, ...renamed];
}

/** Who is known by that name, or was. */
export const personOf = ({ pseudonyms }: Oracle, name: string) => pseudonyms.get(name) ?? name;

function subjectsOf(oracle: Oracle, uids: readonly string[]): string[] {
  return [...uids.map((uid) => `users/${uid}`), ...[...oracle.withdrawals.keys()].map((id) => `withdrawals/${id}`)];
}

async function checkInbox(oracle: Oracle, uid: string): Promise<void> {
  const database = await adminFirestore();
  const { docs } = await database.collection(`users/${uid}/inbox`).get();
  // Of whoever came back, the earlier life's lines are gone with it.
  if (oracle.departed.has(uid) && oracle.accounts.has(uid)) return;
  const isGone = (oracle.accounts.get(uid)?.standing ?? 'deleted') === 'deleted';
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
