import type { z } from 'zod';
import { transact } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import type { revealPaymentDetails as contract } from './contract.ts';
import { openDetails } from './destinations.ts';
import { loadCase } from './moveWithdrawal.ts';

/** Decrypts for review. The look is audited before anything is shown, and what was seen is stored nowhere. */
export async function revealPaymentDetails(call: Call, { withdrawalId }: z.output<typeof contract.input>) {
  const { withdrawal, file } = await transact(async (tx) => {
    const found = await loadCase(tx, withdrawalId);
    recordAudit(tx, {
      atMs: call.nowMs,
      actor: call.uid,
      action: 'revealPaymentDetails',
      subject: `withdrawals/${withdrawalId}`,
      before: null,
      after: null,
      correlationId: call.correlationId,
    });
    return found;
  });
  const paymentDetails = openDetails(file.sealedDetails, withdrawalId);
  const { uid, amount, method, status, requestedAt } = withdrawal;
  return { withdrawalId, uid, amount, method, paymentDetails, status, requestedAt, flagged: file.flagged };
}
