import { CURRENCIES, type Currency } from '../kernel/money.ts';
import { COUNTER_ACCOUNTS } from '../kernel/posting.ts';
import type { Leg } from './rules.ts';

/**
 * Where all money stands: what players hold and owe, by their stored wallets, against the counter-accounts that it came from, by
 * the postings. Money only moves, so each currency sums to zero. Sums over all users leave the safe integers, hence bigint.
 */
const PLAYER_ACCOUNTS = ['available', 'locked', 'debt'] as const;
export const AUDITED_ACCOUNTS = [...PLAYER_ACCOUNTS, ...COUNTER_ACCOUNTS] as const;
export type AuditedAccount = (typeof AUDITED_ACCOUNTS)[number];
export type Totals = Readonly<Record<AuditedAccount, Record<Currency, bigint>>>;

/** Totals as decimal text; an account that a newer version of the code added may be absent. */
export type WrittenTotals = Partial<Record<AuditedAccount, Partial<Record<Currency, string>>>>;

export function emptyTotals(): Totals {
  const none = (): Record<Currency, bigint> => ({ coins: 0n, gems: 0n, points: 0n, eth: 0n });
  return {
    available: none(),
    locked: none(),
    debt: none(),
    rewards: none(),
    shop: none(),
    payouts: none(),
    house: none(),
    deposits: none(),
    adjustments: none(),
    opening: none(),
    transfers: none(),
  };
}

/** Counts the counter-accounts' side; the players' side is what their wallets say. */
export function addLegs(totals: Totals, legs: readonly Leg[]): void {
  for (const { account, currency, amount } of legs) {
    if (!isPlayers(account)) totals[account][currency] += BigInt(amount);
  }
}

function isPlayers(account: AuditedAccount): boolean {
  return PLAYER_ACCOUNTS.some((own) => own === account);
}

export function addTotals(totals: Totals, others: Totals): void {
  for (const account of AUDITED_ACCOUNTS) {
    for (const currency of CURRENCIES) totals[account][currency] += others[account][currency];
  }
}

export function readTotals(written: WrittenTotals): Totals {
  const totals = emptyTotals();
  for (const account of AUDITED_ACCOUNTS) {
    for (const currency of CURRENCIES) totals[account][currency] = BigInt(written[account]?.[currency] ?? 0);
  }
  return totals;
}

export function writeTotals(totals: Totals): WrittenTotals {
  const written: WrittenTotals = {};
  for (const account of AUDITED_ACCOUNTS) {
    const { coins, gems, points, eth } = totals[account];
    written[account] = { coins: `${coins}`, gems: `${gems}`, points: `${points}`, eth: `${eth}` };
  }
  return written;
}

/** What each currency sums to over all accounts; zero where nothing was made or lost. */
export function surplus(totals: Totals): Record<Currency, bigint> {
  const sums: Record<Currency, bigint> = { coins: 0n, gems: 0n, points: 0n, eth: 0n };
  for (const account of AUDITED_ACCOUNTS) {
    for (const currency of CURRENCIES) sums[currency] += totals[account][currency];
  }
  return sums;
}

/** Adds amounts that may be corrupt and large, without rounding. */
export function exactSum(amounts: readonly number[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
}
