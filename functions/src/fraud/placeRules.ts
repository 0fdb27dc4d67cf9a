import { DAY_MS, HOUR_MS } from '../kernel/time.ts';

/**
 * Where an account is usually used from, as hashes of addresses, newest last. Usual is what it was first seen at a while
 * ago: whoever takes an account over plays from elsewhere before cashing out, and must not make that usual by playing.
 * Young places are kept apart, so that no number of them pushes out a usual one.
 */
export type Place = readonly [hash: string, firstSeenHour: number, lastSeenHour: number];

export interface PlaceLimits {
  readonly addressKeptDays: number;
  readonly usualAfterHours: number;
}

export const KEPT_USUAL = 5;
export const KEPT_YOUNG = 3;

export function hourOf(instantMs: number): number {
  return Math.floor(instantMs / HOUR_MS);
}

/** Those that may still be known. */
export function livePlaces(
  places: readonly Place[],
  nowMs: number,
  { addressKeptDays }: PlaceLimits,
): readonly Place[] {
  const kept = (addressKeptDays * DAY_MS) / HOUR_MS;
  return places.filter(([, , lastHour]) => lastHour > hourOf(nowMs) - kept);
}

/** The places after a visit; `hashes` are all names of the address, the one to be kept first. */
export function withVisit(
  places: readonly Place[],
  hashes: readonly [string, ...string[]],
  nowMs: number,
  limits: PlaceLimits,
): readonly Place[] {
  const live = livePlaces(places, nowMs, limits);
  const known = live.filter(([hash]) => hashes.includes(hash)).map(([, firstHour]) => firstHour);
  const here: Place = [hashes[0], Math.min(hourOf(nowMs), ...known), hourOf(nowMs)];
  const all = [...live.filter(([hash]) => !hashes.includes(hash)), here];
  const kept = new Set([
    ...all.filter((place) => isUsual(place, nowMs, limits)).slice(-KEPT_USUAL),
    ...all.filter((place) => !isUsual(place, nowMs, limits)).slice(-KEPT_YOUNG),
  ]);
  return all.filter((place) => kept.has(place));
}

function isUsual([, firstHour]: Place, nowMs: number, { usualAfterHours }: PlaceLimits): boolean {
  return hourOf(nowMs) - firstHour >= usualAfterHours;
}

/** Whether an address is none of the usual ones; where nothing is remembered, nothing is unusual. */
export function isUnusual(
  places: readonly Place[],
  hashes: readonly string[],
  nowMs: number,
  limits: PlaceLimits,
): boolean {
  const live = livePlaces(places, nowMs, limits);
  const usual = live.filter((place) => isUsual(place, nowMs, limits));
  const compared = usual.length > 0 ? usual : live;
  return compared.length > 0 && !compared.some(([hash]) => hashes.includes(hash));
}
