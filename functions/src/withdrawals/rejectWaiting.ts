import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import type { Banned } from '../platform/manifest/account.ts';
import { currentTrace } from '../platform/runtime/context.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import { standingOf } from '../users/account.ts';
import { openHolds } from '../wallet/openHolds.ts';
import { type Mover, moveWithdrawal } from './moveWithdrawal.ts';
import { withdrawalDoc } from './store.ts';

const NOTE = 'the account was banned';

/**
 * Rejects what a banned player still waits for, one withdrawal after the other, each of them once. Whatever was asked for
 * before the ban has its hold by now, and nothing is asked for after it. What somebody has approved already may be on its
 * way: whoever settles it sees the standing, and can only let it fail.
 */
export async function rejectWaiting({ uid, nowMs, auditId }: Banned): Promise<void> {
  const mover: Mover = {
    actor: 'system:rejectWaiting',
    auditId: auditId ?? undefined,
    nowMs,
    correlationId: currentTrace()?.correlationId ?? 'none',
    economy: await currentEconomy(nowMs),
  };
  for await (const holdId of openHolds(uid)) await transact((tx) => rejectIfWaiting(tx, mover, uid, holdId));
}

async function rejectIfWaiting(tx: Tx, mover: Mover, uid: string, withdrawalId: string): Promise<void> {
  // The ban may have been undone meanwhile.
  if ((await standingOf(tx, uid, mover.nowMs)) !== 'banned') return;
  if ((await tx.get(withdrawalDoc(withdrawalId)))?.status !== 'PENDING') return;
  await moveWithdrawal(tx, mover, { withdrawalId, action: 'reject', note: NOTE });
}
