import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { CURRENCIES, type Currency, type Debts } from '../kernel/money.ts';
import { walletErrors } from './contract.ts';
import type { CounterAccount, Leg } from './rules.ts';

/** What is owed back where it is no longer there. How incoming money pays it is in the rules of every posting. */
export interface TakenBack {
  /** What is there to be taken. */
  readonly taken: number;
  /** The rest, which becomes a debt. */
  readonly owed: number;
}

/** Splits an amount that is taken back, in minor units and at least 1. */
export function splitTakeBack(available: number, amount: number): TakenBack {
  const taken = Math.min(available, amount);
  return { taken, owed: amount - taken };
}

/** Puts an amount on the player's debt, for the counter-account that it is owed to. */
export function debtLegs(to: CounterAccount, currency: Currency, amount: number): Leg[] {
  return [
    { account: 'debt', currency, amount: -amount },
    { account: to, currency, amount },
  ];
}

/** Takes an amount off the player's debt, at the cost of a counter-account. */
export function forgivenLegs(from: CounterAccount, currency: Currency, amount: number): Leg[] {
  return [
    { account: 'debt', currency, amount },
    { account: from, currency, amount: -amount },
  ];
}

/** How much of an amount can be forgiven; refused where that is nothing, or less than it has to be. */
export function decideForgiven(owed: number, amount: number, atLeast = 1): Decision<number> {
  const forgiven = Math.min(owed, amount);
  return forgiven < atLeast ? refuse(walletErrors['more-than-owed'], { owed }) : decided(forgiven);
}

/** Whoever owes something, of whatever currency, stakes and withdraws nothing. */
export function decideNoDebt(debt: Debts): Decision<Debts> {
  const currency = CURRENCIES.find((one) => debt[one] > 0);
  return currency === undefined ? decided(debt) : refuse(walletErrors['in-debt'], { currency, owed: debt[currency] });
}
