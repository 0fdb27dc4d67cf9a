import type { Account, Entry, Money } from './state.ts';
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

/** Applies an entry; answers false, and changes nothing, where it takes more than there is. */
export function enterLedger(account: Account, entry: Entry): boolean {
  const purse = account.money[entry.currency];
  const available = purse.available + (entry.legs.available ?? 0);
  const locked = purse.locked + (entry.legs.locked ?? 0);
  if (available < 0) return false;
  if (locked < 0) throw new Error('the oracle would unlock more than is locked');
  account.money[entry.currency] = { available, locked };
  account.entries.push(entry);
  return true;
}

export function balancesOf(account: Account): Record<Money, { available: number; locked: number }> {
  const copy = openMoney();
  for (const money of MONEY) copy[money] = { ...account.money[money] };
  return copy;
}
