import { DAY_MS } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import { defineConsumer } from '../platform/messaging/consumer.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { isStillThere } from '../users/account.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';
import { type Note, noteDoc } from './store.ts';

/** Turns what happened into lines of a player's inbox. A line names nobody but its reader. */
const KEPT_MS = 90 * DAY_MS;

export const notifyWithdrawal = defineConsumer('notifyWithdrawal', withdrawalUpdated, async (tx, message, nowMs) => {
  const { withdrawalId, status, amount } = message.data;
  const note = { kind: 'withdrawal' as const, facts: { withdrawalId, status, amount }, at: message.occurredAt };
  await leaveNote(tx, { uid: message.uid, cause: message.eventId, nowMs }, note);
});

export const notifyReferrer = defineConsumer('notifyReferrer', referralClaimed, async (tx, message, nowMs) => {
  const { referrerUid, reward } = message.data;
  const note = { kind: 'referral' as const, facts: { reward }, at: message.occurredAt };
  await leaveNote(tx, { uid: referrerUid, cause: message.eventId, nowMs }, note);
});

interface Told {
  readonly uid: string;
  /** Names what happened; the same happening leaves one line of each kind, however often it is told. */
  readonly cause: string;
  readonly nowMs: number;
}

export async function leaveNote(tx: Tx, { uid, cause, nowMs }: Told, note: Omit<Note, 'expireAt'>): Promise<void> {
  const expiresAtMs = note.at + KEPT_MS;
  // The line may have stood there and be gone: a dead letter of a copy is sent again whenever somebody looks at it.
  if (nowMs >= expiresAtMs) return;
  // The cause may name another player, and several messages may have the same one.
  const doc = noteDoc(uid, sha256Hex(JSON.stringify([note.kind, cause])).slice(0, 32));
  if ((await tx.get(doc)) !== undefined) return;
  // The account may have been deleted since, and its uid be somebody else's by now.
  if (!(await isStillThere(tx, uid, note.at))) return;
  tx.create(doc, { ...note, at: new Date(note.at), expireAt: new Date(expiresAtMs) });
}
