import type { z } from 'zod';
import { accept } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import type { completeWithdrawal as contract } from './contract.ts';
import { loadCase, moveWithdrawal } from './moveWithdrawal.ts';
import { decideReviewer } from './rules.ts';

/** Settles an approved withdrawal: the held coins leave for good, or come back. */
export async function completeWithdrawal(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { withdrawalId } = input;
  const { withdrawal } = await loadCase(tx, withdrawalId);
  accept(decideReviewer(call.uid, withdrawal.uid));
  const settled = input.outcome === 'completed';
  const note = settled ? input.reference : input.reason;
  const action = settled ? 'complete' : 'fail';
  const { status } = await moveWithdrawal(tx, call, { withdrawalId, action, note });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: `completeWithdrawal:${input.outcome}`,
    subject: `withdrawals/${withdrawalId}`,
    before: { status: withdrawal.status },
    after: { status, note },
    correlationId: call.correlationId,
  });
  return { withdrawalId, status };
}
