import type { Account, Entry, Money, Oracle } from './state.ts';
import { MONEY } from './state.ts';

/** Money as the oracle counts it: add what the entry says, refuse what would go below zero. */
export function openMoney(): Account['money'] {
  return {
    coins: { available: 0, locked: 0 },
    gems: { available: 0, locked: 0 },
    points: { available: 0, locked: 0 },
    eth: { available: 0, locked: 0 },
  };
}

/**
 * Applies an entry; answers false, and changes nothing, where it takes more than there is. Whoever owes of that money pays
 * with whatever is available then, at once and by an entry of its own.
 */
export function enterLedger(account: Account, entry: Entry): boolean {
  const purse = account.money[entry.currency];
  const available = purse.available + (entry.legs.available ?? 0);
  const locked = purse.locked + (entry.legs.locked ?? 0);
  if (available < 0) return false;
  if (locked < 0) throw new Error('the oracle would unlock more than is locked');
  account.money[entry.currency] = { available, locked };
  // The account of a debt has what is owed as a negative sum.
  account.debt[entry.currency] -= entry.legs.debt ?? 0;
  if (account.debt[entry.currency] < 0) throw new Error('the oracle would pay back more than is owed');
  account.entries.push(entry);
  const pays = Math.min(available, account.debt[entry.currency]);
  if (pays > 0) enterLedger(account, { ...entry, type: 'debt.paid', legs: { available: -pays, debt: pays } });
  return true;
}

interface Claim extends Omit<Entry, 'legs'> {
  readonly amount: number;
  /** The account that it goes to. */
  readonly to: string;
}

/** Takes what is there and lets the rest be owed: an entry for each, where it is not nothing. */
export function claimBack(account: Account, { amount, to, ...entry }: Claim): void {
  const there = Math.min(amount, account.money[entry.currency].available);
  if (there > 0) enterLedger(account, { ...entry, legs: { available: -there, [to]: there } });
  const rest = amount - there;
  if (rest > 0) enterLedger(account, { ...entry, type: 'debt.incurred', legs: { debt: -rest, [to]: rest } });
}

/** What an answer says of a wallet as a whole. */
export function standOf(account: Account) {
  return { balances: balancesOf(account), debt: { ...account.debt }, version: account.entries.length };
}

export function owesAnything({ accounts }: Oracle, uid: string): boolean {
  const debt = accounts.get(uid)?.debt;
  return debt !== undefined && MONEY.some((money) => debt[money] > 0);
}

export function noDebt(): Account['debt'] {
  return { coins: 0, gems: 0, points: 0, eth: 0 };
}

export function balancesOf(account: Account): Record<Money, { available: number; locked: number }> {
  const copy = openMoney();
  for (const money of MONEY) copy[money] = { ...account.money[money] };
  return copy;
}
