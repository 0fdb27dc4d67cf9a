import { defineConsumer } from '../platform/messaging/consumer.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { recordAuditOf } from '../staff/recordAudit.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';

/** Puts money that leaves, and money that is given for other players, into the audit log beside what staff did. */
export const auditWithdrawal = defineConsumer('auditWithdrawal', withdrawalUpdated, async (tx, message) => {
  const { withdrawalId, status, previous, amount } = message.data;
  await recordAuditOf(tx, message.eventId, {
    atMs: message.occurredAt,
    actor: message.uid,
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
    actor: message.uid,
    action: 'referral.claimed',
    subject: `users/${referrerUid}`,
    before: null,
    after: { reward },
    correlationId: message.correlationId,
  });
});
