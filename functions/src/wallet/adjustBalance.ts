import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { idempotencyErrors } from '../platform/transport/catalogue.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { requireAccount } from '../users/account.ts';
import { walletConfig } from './config.ts';
import { type adjustBalance as contract, walletErrors } from './contract.ts';
import { getWallet, post } from './post.ts';
import { transferLegs, type Wallet } from './rules.ts';
import { type Adjustment, adjustmentDoc } from './store.ts';

/**
 * A correction by hand: explained, audited and posted like every other change. From the configured amount on it waits
 * for a second admin, and is then applied exactly as the first one asked for it.
 */
type Input = z.output<typeof contract.input>;
type Ask = Exclude<Input, { adjustmentId: string }>;

export async function adjustBalance(tx: Tx, call: Call, input: Input, scope: string) {
  return 'adjustmentId' in input ? approve(tx, call, input.adjustmentId) : ask(tx, call, input, scope);
}

async function ask(tx: Tx, call: Call, input: Ask, adjustmentId: string) {
  const wallet = await walletOf(tx, input.uid);
  const { uid, currency, amount, reason } = input;
  if ((await tx.get(adjustmentDoc(adjustmentId))) !== undefined) throw new Refused(idempotencyErrors['key-reused']);
  if (input.expectedVersion !== undefined && input.expectedVersion !== wallet.version) {
    throw new Refused(walletErrors['version-conflict'], { version: wallet.version });
  }
  const waits = Math.abs(amount) >= call.economy.of(walletConfig).twoPersonAdjustmentFrom;
  const adjustment: Adjustment = {
    ...{ uid, currency, amount, reason, expectedVersion: input.expectedVersion ?? null },
    requestedBy: call.uid,
    approvedBy: null,
    status: waits ? 'AWAITING_SECOND_PERSON' : 'APPLIED',
    createdAt: call.nowMs,
  };
  tx.create(adjustmentDoc(adjustmentId), { ...adjustment, createdAt: new Date(call.nowMs) });
  const after = waits ? wallet : await apply(tx, call, adjustmentId, adjustment);
  audit(tx, call, adjustmentId, adjustment, wallet, after);
  return { adjustmentId, status: adjustment.status, balances: after.balances, version: after.version };
}

async function approve(tx: Tx, call: Call, adjustmentId: string) {
  const adjustment = await tx.get(adjustmentDoc(adjustmentId));
  if (adjustment?.status !== 'AWAITING_SECOND_PERSON') throw new Refused(walletErrors['unknown-adjustment']);
  if (adjustment.requestedBy === call.uid) throw new Refused(walletErrors['second-person-required']);
  const wallet = await walletOf(tx, adjustment.uid);
  const after = await apply(tx, call, adjustmentId, adjustment);
  tx.merge(adjustmentDoc(adjustmentId), { status: 'APPLIED', approvedBy: call.uid });
  audit(tx, call, adjustmentId, { ...adjustment, status: 'APPLIED', approvedBy: call.uid }, wallet, after);
  return { adjustmentId, status: 'APPLIED' as const, balances: after.balances, version: after.version };
}

async function walletOf(tx: Tx, uid: string): Promise<Wallet> {
  await requireAccount(tx, uid);
  const wallet = await getWallet(tx, uid);
  if (wallet === undefined) throw new Refused(walletErrors['unknown-adjustment']);
  return wallet;
}

async function apply(tx: Tx, call: Call, adjustmentId: string, adjustment: Adjustment): Promise<Wallet> {
  const { uid, currency, amount, reason, expectedVersion } = adjustment;
  const draft = {
    type: 'adjustment',
    postedAtMs: call.nowMs,
    legs: transferLegs('adjustments', currency, amount),
    reference: adjustmentId,
    actor: call.uid,
    correlationId: call.correlationId,
    configVersion: call.economy.version,
    details: { reason, requestedBy: adjustment.requestedBy },
  };
  return (await post(tx, uid, draft, { expectedVersion })).wallet;
}

function audit(
  tx: Tx,
  call: Call,
  id: string,
  { uid, status, reason }: Adjustment,
  before: Wallet,
  after: Wallet,
): void {
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: 'adjustBalance',
    subject: `users/${uid}`,
    before: { version: before.version, balances: before.balances },
    after: { version: after.version, balances: after.balances, adjustmentId: id, status, reason },
    correlationId: call.correlationId,
  });
}
