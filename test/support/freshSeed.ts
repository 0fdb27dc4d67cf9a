import { randomInt } from 'node:crypto';

const SEEDS = 1_000_000_000;
const NAME = 'EARNPLAY_SEED';

/** The seed of what is drawn anew in each run: the one that the run was given, or any. */
export function freshSeed(given = process.env[NAME]): number {
  if (given === undefined || given === '') return randomInt(SEEDS);
  const seed = Number(given);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`${NAME} is no seed: ${given}`);
  return seed;
}
