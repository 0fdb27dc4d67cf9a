import type { z } from 'zod';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId, recordAudit } from '../staff/recordAudit.ts';
import { type completeWithdrawal as contract, withdrawalErrors } from './contract.ts';
import { loadCase, moverOf, moveWithdrawal } from './moveWithdrawal.ts';
import { requirePayable } from './requirePayable.ts';

/** Settles an approved withdrawal: the held coins leave for good, or come back. */
export async function completeWithdrawal(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { withdrawalId } = input;
  const { withdrawal } = await loadCase(tx, withdrawalId);
  await requireDisinterested(tx, call.uid, withdrawal.uid, withdrawalErrors['own-withdrawal']);
  const settled = input.outcome === 'completed';
  const note = settled ? input.reference : input.reason;
  const action = settled ? 'complete' : 'fail';
  if (settled) await requirePayable(tx, withdrawal, 'complete', call.nowMs);
  const auditId = newAuditId(call.nowMs);
  const { status } = await moveWithdrawal(tx, moverOf(call, auditId), { withdrawalId, action, note });
  recordAudit(
    tx,
    {
      atMs: call.nowMs,
      actor: call.uid,
      action: `completeWithdrawal:${input.outcome}`,
      subject: `withdrawals/${withdrawalId}`,
      before: { status: withdrawal.status },
      after: { status, note },
      correlationId: call.correlationId,
    },
    auditId,
  );
  return { withdrawalId, status };
}
