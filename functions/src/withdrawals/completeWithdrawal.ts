import type { z } from 'zod';
import type { Call } from '../platform/callable.ts';
import type { Tx } from '../platform/transaction.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import type { completeWithdrawal as contract } from './contract.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/** Settles an approved withdrawal: the held coins leave for good, or come back. */
export async function completeWithdrawal(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { withdrawalId } = input;
  const settled = input.outcome === 'completed';
  const note = settled ? input.reference : input.reason;
  const action = settled ? 'complete' : 'fail';
  const { status } = await moveWithdrawal(tx, call, { withdrawalId, action, note });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: `completeWithdrawal:${input.outcome}`,
    subject: `withdrawals/${withdrawalId}`,
    before: { status: 'APPROVED' },
    after: { status, note },
    correlationId: call.correlationId,
  });
  return { withdrawalId, status };
}
