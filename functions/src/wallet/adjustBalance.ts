import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { addAmounts } from '../kernel/money.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { idempotencyErrors } from '../platform/transport/catalogue.ts';
import { countDoneAlone, doneAlone } from '../staff/doneAlone.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId } from '../staff/recordAudit.ts';
import { type AdjustmentCase, auditAdjustment, confirmable, standOf, walletOf } from './adjustments.ts';
import { walletConfig } from './config.ts';
import { adjusted, type adjustBalance as contract, walletErrors } from './contract.ts';
import { post } from './post.ts';
import { STAFF, transferLegs, type Wallet } from './rules.ts';
import { type Adjustment, adjustmentDoc } from './store.ts';
import { takeBack } from './takeBack.ts';

/**
 * A correction by hand: explained, audited and posted like every other change. Nobody corrects, or confirms a correction
 * of, a balance of their own. As soon as what an admin has corrected alone within 24 hours comes to the configured amount
 * together, it waits for a second admin, and is then applied exactly as the first one asked for it.
 */
type Input = z.output<typeof contract.input>;
type Ask = Exclude<Input, { adjustmentId: string }>;

export async function adjustBalance(tx: Tx, call: Call, input: Input, scope: string) {
  return 'adjustmentId' in input ? approve(tx, call, input.adjustmentId) : ask(tx, call, input, scope);
}

async function ask(tx: Tx, call: Call, input: Ask, adjustmentId: string) {
  const wallet = await walletOf(tx, input.uid);
  const { uid, currency, amount, reason } = input;
  await requireDisinterested(tx, call.uid, uid);
  if ((await tx.get(adjustmentDoc(adjustmentId))) !== undefined) throw new Refused(idempotencyErrors['key-reused']);
  if (input.expectedVersion !== undefined && input.expectedVersion !== wallet.version) {
    throw new Refused(walletErrors['version-conflict'], { version: wallet.version });
  }
  const doing = { uid: call.uid, action: 'adjustBalance', nowMs: call.nowMs };
  const alone = addAmounts(await doneAlone(tx, doing), Math.abs(amount));
  const waits = alone >= call.economy.of(walletConfig).twoPersonAdjustmentFrom;
  const adjustment: Adjustment = {
    ...{ kind: 'correction', uid, currency, amount, reason, expectedVersion: input.expectedVersion ?? null },
    allowDebt: input.allowDebt ?? false,
    requestedBy: call.uid,
    approvedBy: null,
    status: waits ? 'AWAITING_SECOND_PERSON' : 'APPLIED',
    createdAt: call.nowMs,
  };
  tx.create(adjustmentDoc(adjustmentId), { ...adjustment, createdAt: new Date(call.nowMs) });
  if (!waits) await countDoneAlone(tx, doing, Math.abs(amount));
  const correction = { adjustmentId, adjustment, auditId: newAuditId(call.nowMs) };
  const after = waits ? wallet : await apply(tx, call, correction);
  auditAdjustment(tx, call, correction, wallet, after);
  return { adjustmentId, status: adjustment.status, ...standOf(after) };
}

async function approve(tx: Tx, call: Call, adjustmentId: string) {
  const { adjustment, wallet } = await confirmable(tx, call, adjustmentId, 'correction');
  const applied = { status: 'APPLIED', approvedBy: call.uid } as const;
  const correction = { adjustmentId, adjustment: { ...adjustment, ...applied }, auditId: newAuditId(call.nowMs) };
  const after = await apply(tx, call, correction);
  tx.merge(adjustmentDoc(adjustmentId), applied);
  auditAdjustment(tx, call, correction, wallet, after);
  return { adjustmentId, status: applied.status, ...standOf(after) };
}

async function apply(tx: Tx, call: Call, { adjustmentId, adjustment, auditId }: AdjustmentCase): Promise<Wallet> {
  const { uid, currency, amount, expectedVersion, allowDebt } = adjustment;
  const draft = {
    kind: adjusted,
    postedAtMs: call.nowMs,
    reference: adjustmentId,
    actor: STAFF,
    correlationId: call.correlationId,
    configVersion: call.economy.version,
    details: { auditId },
  };
  if (amount < 0 && allowDebt) {
    const request = { ...draft, currency, amount: -amount, to: 'adjustments' } as const;
    return (await takeBack(tx, uid, request, { expectedVersion })).wallet;
  }
  const legs = transferLegs('adjustments', currency, amount);
  return (await post(tx, uid, { ...draft, legs }, { expectedVersion })).wallet;
}
