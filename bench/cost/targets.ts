/** Published figures of comparable systems, which ours are held against. */
export const TARGET_WRITES_A_PLAYER_DAY = 1.6;

/** Dollars a month by players a day; nothing is published for the smallest size. */
export const TARGET_DOLLARS: ReadonlyMap<number, number> = new Map([
  [10_000, 100],
  [100_000, 500],
  [1_000_000, 3_000],
  [10_000_000, 15_000],
]);

export const SIZES: readonly number[] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
