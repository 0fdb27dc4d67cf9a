import { invariant } from '../kernel/assert.ts';
import { addDays } from '../kernel/time.ts';

/**
 * Seeds of a player's spins. A seed holds from its day on until the next one's, and the next is always announced a whole
 * period ahead, so that a client that was offline for days still shows the prizes that it will get.
 */
export interface SpinSeed {
  /** UTC day from which it holds. */
  readonly fromDay: string;
  /** 32 bytes as hex. */
  readonly seed: string;
}

/** Days after which no event can ask for a seed any more: the window of 7 days and its edges. */
const KEPT_DAYS = 9;

/** The seeds of a new player: one that holds now, one announced. */
export function firstSeeds(today: string, periodDays: number, fresh: readonly [string, string]): SpinSeed[] {
  return [
    { fromDay: addDays(today, -KEPT_DAYS), seed: fresh[0] },
    { fromDay: addDays(today, periodDays), seed: fresh[1] },
  ];
}

/** The seed that holds on `day`; the oldest one where the day lies before them all. */
export function seedOfDay(seeds: readonly SpinSeed[], day: string): string {
  const holding = seeds.findLast((seed) => seed.fromDay <= day) ?? seeds[0];
  invariant(holding !== undefined, 'a player has at least one spin seed');
  return holding.seed;
}

/** Announces the next seed once the last known one holds, and forgets those that no event can ask for. */
export function rotateSeeds(
  seeds: readonly SpinSeed[],
  today: string,
  periodDays: number,
  freshSeed: string,
): readonly SpinSeed[] {
  const last = seeds.at(-1);
  if (last !== undefined && last.fromDay > today) return seeds;
  const oldestDay = addDays(today, -KEPT_DAYS);
  const live = seeds.filter((_, at) => {
    const next = seeds[at + 1];
    return next === undefined || next.fromDay > oldestDay;
  });
  return [...live, { fromDay: addDays(today, periodDays), seed: freshSeed }];
}
