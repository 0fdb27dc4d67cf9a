import { defineConsumer } from '../platform/messaging/consumer.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { recordAuditOf } from '../staff/recordAudit.ts';
import { isStillThere } from '../users/account.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';

/** Puts money that leaves, and money that is given for other players, into the audit log beside what staff did. */
export const auditWithdrawal = defineConsumer('auditWithdrawal', withdrawalUpdated, async (tx, message) => {
  const { withdrawalId, status, previous, amount } = message.data;
  await recordAuditOf(tx, message.eventId, {
    atMs: message.occurredAt,
    actor: await nameAt(tx, message.uid, message.occurredAt),
    action: 'withdrawal.updated',
    subject: `withdrawals/${withdrawalId}`,
    before: { status: previous },
    after: { status, amount },
    correlationId: message.correlationId,
  });
});

export const auditReferral = defineConsumer('auditReferral', referralClaimed, async (tx, message) => {
  const { referrerUid, reward } = message.data;
  await recordAuditOf(tx, message.eventId, {
    atMs: message.occurredAt,
    actor: await nameAt(tx, message.uid, message.occurredAt),
    action: 'referral.claimed',
    subject: `users/${await nameAt(tx, referrerUid, message.occurredAt)}`,
    before: null,
    after: { reward },
    correlationId: message.correlationId,
  });
});

/** A message may come when whom it is about is deleted; nothing may name them any more. */
async function nameAt(tx: Tx, uid: string, atMs: number): Promise<string> {
  return (await isStillThere(tx, uid, atMs)) ? uid : 'deleted';
}
