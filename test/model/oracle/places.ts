import type { Rules } from './prices.ts';
import type { Account, Visited } from './state.ts';

/**
 * Where an account is used from, hour by hour: five places that it has been used from for a while, and three others. What
 * it was first used from a moment ago is not usual yet.
 */
const HOUR = 3_600_000;
const KEPT_USUAL = 5;
const KEPT_OTHERS = 3;

function hourOf(nowMs: number): number {
  return Math.floor(nowMs / HOUR);
}

export function livePlaces({ places }: Pick<Account, 'places'>, nowMs: number, { placeKeptDays }: Rules): Visited[] {
  return places.filter(({ lastHour }) => hourOf(nowMs) - lastHour < placeKeptDays * 24);
}

/** Whether somebody is where the account is not usually used from; of whom nothing is known, nothing is unusual. */
export function isElsewhere(account: Account, address: string, nowMs: number, rules: Rules): boolean {
  const live = livePlaces(account, nowMs, rules);
  const usual = live.filter((place) => isUsual(place, nowMs, rules));
  const known = usual.length === 0 ? live : usual;
  return known.length > 0 && known.every((place) => place.address !== address);
}

function isUsual({ firstHour }: Visited, nowMs: number, { withdrawalFraud }: Rules): boolean {
  return hourOf(nowMs) - firstHour >= withdrawalFraud.usualAfterHours;
}

export function visit(account: Account, address: string, nowMs: number, rules: Rules): void {
  const live = livePlaces(account, nowMs, rules);
  const before = live.find((place) => place.address === address);
  const firstHour = Math.min(before?.firstHour ?? hourOf(nowMs), hourOf(nowMs));
  const all = [...live.filter((place) => place !== before), { address, firstHour, lastHour: hourOf(nowMs) }];
  const usual = all.filter((place) => isUsual(place, nowMs, rules));
  const others = all.filter((place) => !usual.includes(place));
  const forgotten = [...usual.slice(0, -KEPT_USUAL), ...others.slice(0, -KEPT_OTHERS)];
  account.places = all.filter((place) => !forgotten.includes(place));
}
