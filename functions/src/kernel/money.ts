import { invariant } from './assert.ts';

/**
 * Amounts are safe integers in minor units of one currency. Floating-point money does not exist here: every sum that
 * leaves the safe range is a broken invariant, not a rounded balance.
 */
export const CURRENCIES = ['coins', 'gems', 'points', 'eth'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** What a player has of one currency, in minor units; neither part is ever negative. */
export interface Balance {
  readonly available: number;
  readonly locked: number;
}

export type Balances = Readonly<Record<Currency, Balance>>;

export const ZERO_BALANCE: Balance = { available: 0, locked: 0 };

export const ZERO_BALANCES: Balances = {
  coins: ZERO_BALANCE,
  gems: ZERO_BALANCE,
  points: ZERO_BALANCE,
  eth: ZERO_BALANCE,
};

/** What a player owes of each currency, in minor units and never below zero: beside the balances, never as a negative one. */
export type Debts = Readonly<Record<Currency, number>>;

export const NO_DEBTS: Debts = { coins: 0, gems: 0, points: 0, eth: 0 };

/** Adds two amounts of the same currency; throws where the sum is no safe integer. */
export function addAmounts(left: number, right: number): number {
  const sum = left + right;
  invariant(Number.isSafeInteger(sum), `amount out of range: ${left} + ${right}`);
  return sum;
}

export function sumAmounts(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total = addAmounts(total, amount);
  return total;
}
