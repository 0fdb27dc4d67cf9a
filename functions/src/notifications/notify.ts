import { DAY_MS } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import { defineConsumer } from '../platform/messaging/consumer.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { hasOwner } from '../users/account.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';
import { type Note, noteDoc } from './store.ts';

/** Turns what happened into lines of a player's inbox. A line names nobody but its reader. */
const KEPT_MS = 90 * DAY_MS;

export const notifyWithdrawal = defineConsumer('notifyWithdrawal', withdrawalUpdated, async (tx, message) => {
  const { withdrawalId, status, amount } = message.data;
  const facts = { withdrawalId, status, amount };
  await leaveNote(tx, message.uid, message.eventId, { kind: 'withdrawal', facts, at: message.occurredAt });
});

export const notifyReferrer = defineConsumer('notifyReferrer', referralClaimed, async (tx, message) => {
  const { referrerUid, reward } = message.data;
  await leaveNote(tx, referrerUid, message.eventId, { kind: 'referral', facts: { reward }, at: message.occurredAt });
});

/** `eventId` names what happened; the same happening leaves one line. */
export async function leaveNote(tx: Tx, uid: string, eventId: string, note: Omit<Note, 'expireAt'>): Promise<void> {
  // The account may have been deleted since; nothing may be written beneath it any more.
  if (!(await hasOwner(tx, uid))) return;
  // The event's own id may name another player.
  const doc = noteDoc(uid, sha256Hex(eventId).slice(0, 32));
  if ((await tx.get(doc)) !== undefined) return;
  tx.create(doc, { ...note, at: new Date(note.at), expireAt: new Date(note.at + KEPT_MS) });
}
