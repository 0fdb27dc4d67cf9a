import { accept, Refused } from '../kernel/decision.ts';
import { utcDay } from '../kernel/time.ts';
import { message } from '../platform/messaging/outbox.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { type Cause, capture, release } from '../wallet/hold.ts';
import { handOver } from '../wallet/journal.ts';
import { STAFF, type Wallet } from '../wallet/rules.ts';
import { withdrawalErrors, withdrawalUpdated } from './contract.ts';
import { type Action, nextStatus, type Status } from './rules.ts';
import { fileDoc, type Withdrawal, type WithdrawalFile, withdrawalDoc } from './store.ts';

/** Moves a withdrawal one step, with what the step does to the held money, its history and the message that tells of it. */
export interface Mover {
  /** A uid, or `system:` and a task's name. */
  readonly actor: string;
  /** Where staff decided, which entry of the audit log says who and why: the ledger, which the player reads, says no more. */
  readonly auditId?: string | undefined;
  readonly nowMs: number;
  readonly correlationId: string;
  readonly economy: { readonly version: number };
}

export function causeOf({ actor, auditId, nowMs, correlationId, economy }: Mover): Cause {
  const by = auditId === undefined ? { actor } : { actor: STAFF, auditId };
  return { postedAtMs: nowMs, ...by, correlationId, configVersion: economy.version };
}

/** The caller, as a player; or as staff, whose decision the entry of that id explains. */
export function moverOf({ uid, nowMs, correlationId, economy }: Call, auditId?: string): Mover {
  return { actor: uid, auditId, nowMs, correlationId, economy };
}

export interface OpenCase {
  readonly withdrawal: Withdrawal;
  readonly file: WithdrawalFile;
}

export async function loadCase(tx: Tx, withdrawalId: string): Promise<OpenCase> {
  await tx.load([withdrawalDoc(withdrawalId), fileDoc(withdrawalId)]);
  const withdrawal = await tx.get(withdrawalDoc(withdrawalId));
  if (withdrawal === undefined) throw new Refused(withdrawalErrors.unknown);
  const file = await tx.get(fileDoc(withdrawalId));
  // It goes with its owner's account, and only a settled withdrawal's owner can go.
  if (file === undefined) throw new Refused(withdrawalErrors.unknown);
  return { withdrawal, file };
}

export interface Move {
  readonly withdrawalId: string;
  readonly action: Action;
  readonly note: string | null;
}

/** Answers the new status, and the wallet where money moved. */
export async function moveWithdrawal(
  tx: Tx,
  mover: Mover,
  { withdrawalId, action, note }: Move,
): Promise<{ readonly status: Status; readonly wallet: Wallet | undefined }> {
  const { withdrawal, file } = await loadCase(tx, withdrawalId);
  const { uid, amount, status: previous } = withdrawal;
  const status = accept(nextStatus(previous, action));
  const wallet = await moveMoney(tx, mover, uid, withdrawalId, status);
  tx.merge(withdrawalDoc(withdrawalId), { status, updatedAt: new Date(mover.nowMs) });
  const history = [...file.history, { status, atMs: mover.nowMs, actor: mover.actor, note }];
  tx.merge(fileDoc(withdrawalId), { history });
  await tell(tx, mover, { withdrawalId, uid, amount, previous, status });
  return { status, wallet };
}

async function moveMoney(
  tx: Tx,
  mover: Mover,
  uid: string,
  holdId: string,
  status: Status,
): Promise<Wallet | undefined> {
  if (status === 'APPROVED' || status === 'PENDING') return undefined;
  const cause = causeOf(mover);
  const posted =
    status === 'COMPLETED'
      ? await capture(tx, { uid, holdId, to: 'payouts' }, cause)
      : await release(tx, { uid, holdId }, cause);
  return posted.wallet;
}

export interface Change {
  readonly withdrawalId: string;
  readonly uid: string;
  readonly amount: number;
  readonly previous: Status | null;
  readonly status: Status;
}

/** Leaves the message on the player's journal page of today. */
export async function tell(
  tx: Tx,
  { nowMs, correlationId }: Pick<Mover, 'nowMs' | 'correlationId'>,
  change: Change,
): Promise<void> {
  const { withdrawalId, uid, amount, previous, status } = change;
  const facts = {
    eventId: `${withdrawalId}:${status}`,
    occurredAt: nowMs,
    correlationId,
    uid,
  };
  const told = message(withdrawalUpdated, facts, { withdrawalId, status, amount, previous });
  await handOver(tx, { uid, date: utcDay(nowMs) }, [told], nowMs);
}
