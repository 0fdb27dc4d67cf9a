import type { z } from 'zod';
import { accept } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId, recordAudit } from '../staff/recordAudit.ts';
import { withdrawalsConfig } from './config.ts';
import { type reviewWithdrawal as contract, withdrawalErrors } from './contract.ts';
import { loadCase, moverOf, moveWithdrawal } from './moveWithdrawal.ts';
import { requirePayable } from './requirePayable.ts';
import { addApproval, approvalsNeeded, type Status } from './rules.ts';
import { fileDoc } from './store.ts';

/** Approves or rejects; a large withdrawal stays pending until enough different people have approved. */
type Input = z.output<typeof contract.input>;

export async function reviewWithdrawal(tx: Tx, call: Call, input: Input) {
  const { withdrawalId } = input;
  const { withdrawal, file } = await loadCase(tx, withdrawalId);
  await requireDisinterested(tx, call.uid, withdrawal.uid, withdrawalErrors['own-withdrawal']);
  const needed = approvalsNeeded(withdrawal.amount, call.economy.of(withdrawalsConfig));
  let { approvals }: { approvals: readonly string[] } = file;
  let status: Status = withdrawal.status;
  const auditId = newAuditId(call.nowMs);
  const mover = moverOf(call, auditId);
  if (input.decision === 'reject') {
    ({ status } = await moveWithdrawal(tx, mover, { withdrawalId, action: 'reject', note: input.reason }));
  } else {
    await requirePayable(tx, withdrawal, 'approve', call.nowMs);
    approvals = accept(addApproval(approvals, call.uid));
    // Two accounts of one person are one person.
    for (const other of file.approvals) {
      await requireDisinterested(tx, call.uid, other, withdrawalErrors['same-reviewer']);
    }
    tx.merge(fileDoc(withdrawalId), { approvals: [...approvals] });
    if (approvals.length >= needed) {
      ({ status } = await moveWithdrawal(tx, mover, { withdrawalId, action: 'approve', note: null }));
    }
  }
  recordAudit(
    tx,
    {
      atMs: call.nowMs,
      actor: call.uid,
      action: `reviewWithdrawal:${input.decision}`,
      subject: `withdrawals/${withdrawalId}`,
      before: { status: withdrawal.status, approvals: file.approvals },
      after: { status, approvals, reason: input.decision === 'reject' ? input.reason : null },
      correlationId: call.correlationId,
    },
    auditId,
  );
  return { withdrawalId, status, approvals: approvals.length, approvalsNeeded: needed };
}
