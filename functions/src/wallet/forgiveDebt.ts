import type { z } from 'zod';
import { accept, Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { idempotencyErrors } from '../platform/transport/catalogue.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId } from '../staff/recordAudit.ts';
import { auditAdjustment, confirmable, standOf, walletOf } from './adjustments.ts';
import { type forgiveDebt as contract, debtForgiven } from './contract.ts';
import { decideForgiven, forgivenLegs } from './debtRules.ts';
import { post } from './post.ts';
import { STAFF } from './rules.ts';
import { type Adjustment, adjustmentDoc } from './store.ts';

/**
 * Lets go of what a player owes. It always takes two people, who are held to what holds for a correction; what credits have
 * paid before the second one confirms is not forgiven any more.
 */
type Input = z.output<typeof contract.input>;
type Ask = Exclude<Input, { adjustmentId: string }>;

export async function forgiveDebt(tx: Tx, call: Call, input: Input, scope: string) {
  return 'adjustmentId' in input ? confirm(tx, call, input.adjustmentId) : ask(tx, call, input, scope);
}

async function ask(tx: Tx, call: Call, { uid, currency, amount, reason }: Ask, adjustmentId: string) {
  const wallet = await walletOf(tx, uid);
  await requireDisinterested(tx, call.uid, uid);
  if ((await tx.get(adjustmentDoc(adjustmentId))) !== undefined) throw new Refused(idempotencyErrors['key-reused']);
  accept(decideForgiven(wallet.debt[currency], amount, amount));
  const asked: Adjustment = {
    ...{ kind: 'forgiveness', uid, currency, amount, reason, allowDebt: false, expectedVersion: null },
    ...{ requestedBy: call.uid, approvedBy: null, status: 'AWAITING_SECOND_PERSON', createdAt: call.nowMs },
  };
  tx.create(adjustmentDoc(adjustmentId), { ...asked, createdAt: new Date(call.nowMs) });
  auditAdjustment(tx, call, { adjustmentId, adjustment: asked, auditId: newAuditId(call.nowMs) }, wallet, wallet);
  return { adjustmentId, status: asked.status, ...standOf(wallet) };
}

async function confirm(tx: Tx, call: Call, adjustmentId: string) {
  const { adjustment, wallet } = await confirmable(tx, call, adjustmentId, 'forgiveness');
  const { uid, currency, amount } = adjustment;
  const forgiven = accept(decideForgiven(wallet.debt[currency], amount));
  const auditId = newAuditId(call.nowMs);
  const { wallet: after } = await post(tx, uid, {
    kind: debtForgiven,
    legs: forgivenLegs('adjustments', currency, forgiven),
    ...{ postedAtMs: call.nowMs, correlationId: call.correlationId, configVersion: call.economy.version },
    ...{ reference: adjustmentId, actor: STAFF, details: { auditId } },
  });
  const applied = { status: 'APPLIED', approvedBy: call.uid } as const;
  tx.merge(adjustmentDoc(adjustmentId), applied);
  auditAdjustment(tx, call, { adjustmentId, adjustment: { ...adjustment, ...applied }, auditId }, wallet, after);
  return { adjustmentId, status: applied.status, ...standOf(after) };
}
