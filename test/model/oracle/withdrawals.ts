import type { Answer } from '../core/answer.ts';
import { DAY, dayNumber } from './calendar.ts';
import { balancesOf, enterLedger } from './ledger.ts';
import type { Status, Withdrawal } from './records.ts';
import { type Account, type Oracle, refused } from './state.ts';

/** A withdrawal's life, step by step: what each one does to the held coins, and the message that tells of it. */
const NEXT: Readonly<Record<string, readonly [from: Status, to: Status]>> = {
  approve: ['PENDING', 'APPROVED'],
  reject: ['PENDING', 'REJECTED'],
  cancel: ['PENDING', 'CANCELLED'],
  completed: ['APPROVED', 'COMPLETED'],
  failed: ['APPROVED', 'FAILED'],
};

export interface Step {
  readonly oracle: Oracle;
  readonly actor: string;
  /** Whom the ledger names, where that is not the actor. */
  readonly posts?: string;
  readonly nowMs: number;
  /** Null where nobody can know which configuration was seen. */
  readonly version: number | null;
  readonly operation: number;
  /** False for what nobody's request has caused. */
  readonly isTraced?: boolean;
}

/** A case is closed for good when its owner is gone, and has taken the details along. */
export function knownWithdrawal(oracle: Oracle, id: string): Withdrawal | undefined {
  const found = oracle.withdrawals.get(id);
  return found?.erased === true ? undefined : found;
}

export function isLegal({ status }: Withdrawal, action: string): boolean {
  return NEXT[action]?.[0] === status;
}

/** Undefined where it moved. */
export function move(step: Step, withdrawal: Withdrawal, action: string): Answer | undefined {
  const to = NEXT[action]?.[1];
  if (to === undefined || !isLegal(withdrawal, action)) return refused('withdrawals/wrong-state');
  settleMoney(step, withdrawal, to);
  tell(step, withdrawal, withdrawal.status, to);
  withdrawal.status = to;
  withdrawal.history.push({ status: to, actor: step.actor });
  return undefined;
}

export function tell(
  { oracle, nowMs, operation, isTraced = true }: Step,
  { id, uid, amount }: Withdrawal,
  previous: Status | null,
  status: Status,
): void {
  const eventId = `${id}:${status}`;
  const data = { withdrawalId: id, status, amount, previous };
  const about = { occurredAt: nowMs, correlationId: isTraced ? `operation-${operation}` : 'none', uid };
  oracle.messages.set(eventId, { eventId, type: 'withdrawal.updated', ...about, data });
}

function settleMoney(
  { oracle, actor, posts, nowMs, version }: Step,
  { id, uid, amount }: Withdrawal,
  to: Status,
): void {
  const account = oracle.accounts.get(uid);
  const held = oracle.holds.get(id);
  if (account === undefined || held?.status !== 'held') throw new Error(`the oracle lost the hold of ${id}`);
  if (to === 'APPROVED') return;
  const isPaid = to === 'COMPLETED';
  const legs: Record<string, number> = { locked: -amount, [isPaid ? 'payouts' : 'available']: amount };
  const cause = { actor: posts ?? actor, configVersion: version, day: dayNumber(nowMs), reference: id };
  enterLedger(account, { type: isPaid ? 'hold.capture' : 'hold.release', currency: 'coins', legs, ...cause });
  Object.assign(held, { status: isPaid ? 'captured' : 'released', captured: isPaid ? amount : 0 });
}

/** One request in 24 hours, and one a day. */
export function isTooSoon({ lastRequestMs }: Account, nowMs: number): boolean {
  if (lastRequestMs === null) return false;
  return nowMs - lastRequestMs < DAY || dayNumber(nowMs) === dayNumber(lastRequestMs);
}

/** Where the money goes: an account number, an address on a chain, else a mailbox, by whatever way and however written. */
export function destinationOf({ iban, address, email }: Withdrawal['details']): string {
  return [iban?.replace(/[\s-]/g, ''), address, mailbox(email)].map((one) => one?.trim().toLowerCase() ?? '').join('|');
}

/** What follows a plus sign sorts letters within a mailbox, and Gmail looks at no dots. */
function mailbox(email: string | undefined): string | undefined {
  const [, name = '', host = ''] = /^\s*([^+@]*)[^@]*@(.*?)\s*$/.exec(email?.toLowerCase() ?? '') ?? [];
  const isGmail = host === 'gmail.com' || host === 'googlemail.com';
  return isGmail ? `${name.split('.').join('')}@gmail` : email && `${name}@${host}`;
}

/** Opens a case: the amount is locked, and nothing may lock or unlock it but the case. */
export function open(
  step: Step,
  account: Account,
  opened: Omit<Withdrawal, 'status' | 'approvals' | 'history' | 'erased'>,
) {
  const { oracle, nowMs, version } = step;
  const { uid } = account;
  const { id, amount } = opened;
  const legs = { available: -amount, locked: amount };
  const cause = { actor: uid, configVersion: version, day: dayNumber(nowMs), reference: id };
  enterLedger(account, { type: 'hold.create', currency: 'coins', legs, ...cause });
  const expiresAtMs = Number.POSITIVE_INFINITY;
  oracle.holds.set(id, { uid, currency: 'coins', amount, expiresAtMs, status: 'held', captured: 0 });
  const history = [{ status: 'PENDING', actor: uid } as const];
  const withdrawal: Withdrawal = { ...opened, status: 'PENDING', approvals: [], history, erased: false };
  oracle.withdrawals.set(id, withdrawal);
  tell(step, withdrawal, null, 'PENDING');
  return { withdrawalId: id, status: 'PENDING', amount, balances: balancesOf(account) };
}
