import { DAY } from './calendar.ts';
import type { Rules } from './prices.ts';
import type { Account } from './state.ts';

/** Where an account is used from: its last five addresses, for as long as they are kept. */
const KEPT = 5;

export function livePlaces({ places }: Pick<Account, 'places'>, nowMs: number, { placeKeptDays }: Rules): string[] {
  return places.filter(({ atMs }) => atMs > nowMs - placeKeptDays * DAY).map(({ address }) => address);
}

export function visit(account: Account, address: string, nowMs: number): void {
  account.places = [...account.places.filter((one) => one.address !== address), { address, atMs: nowMs }].slice(-KEPT);
}
