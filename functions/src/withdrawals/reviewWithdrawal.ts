import type { z } from 'zod';
import { accept } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { withdrawalsConfig } from './config.ts';
import type { reviewWithdrawal as contract } from './contract.ts';
import { loadCase, moveWithdrawal } from './moveWithdrawal.ts';
import { addApproval, approvalsNeeded, decideReviewer, nextStatus, type Status } from './rules.ts';
import { fileDoc } from './store.ts';

/** Approves or rejects; a large withdrawal stays pending until enough different people have approved. */
type Input = z.output<typeof contract.input>;

export async function reviewWithdrawal(tx: Tx, call: Call, input: Input) {
  const { withdrawalId } = input;
  const { withdrawal, file } = await loadCase(tx, withdrawalId);
  accept(decideReviewer(call.uid, withdrawal.uid));
  const needed = approvalsNeeded(withdrawal.amount, call.economy.of(withdrawalsConfig));
  let { approvals }: { approvals: readonly string[] } = file;
  let status: Status = withdrawal.status;
  if (input.decision === 'reject') {
    ({ status } = await moveWithdrawal(tx, call, { withdrawalId, action: 'reject', note: input.reason }));
  } else {
    accept(nextStatus(status, 'approve'));
    approvals = accept(addApproval(approvals, call.uid));
    tx.merge(fileDoc(withdrawalId), { approvals: [...approvals] });
    if (approvals.length >= needed) {
      ({ status } = await moveWithdrawal(tx, call, { withdrawalId, action: 'approve', note: null }));
    }
  }
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: `reviewWithdrawal:${input.decision}`,
    subject: `withdrawals/${withdrawalId}`,
    before: { status: withdrawal.status, approvals: file.approvals },
    after: { status, approvals, reason: input.decision === 'reject' ? input.reason : null },
    correlationId: call.correlationId,
  });
  return { withdrawalId, status, approvals: approvals.length, approvalsNeeded: needed };
}
