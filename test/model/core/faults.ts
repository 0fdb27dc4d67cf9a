import type { Faults, Kind } from './operation.ts';
import type { Random } from './random.ts';

/** Turns of what is done in one or two transactions, and of what takes many. */
const SHORT = 7;
const LONG = 60;

/** Draws what goes wrong with one operation; most often nothing. */
export function drawFaults(random: Random, { isLong = false, diesLate = false }: Partial<Kind> = {}): Faults {
  if (diesLate && random.chance(0.3)) return { killAfterCommit: true };
  // Whatever takes long dies more often than anything else.
  const chance = random.next() * (isLong && random.chance(0.3) ? 0.05 : 1);
  if (chance < 0.05) return { killAtTurn: random.int(1, isLong ? LONG : SHORT) };
  if (chance < 0.1) return { aborts: random.int(1, 3) };
  if (chance < 0.12) return { aborts: random.int(4, 9) };
  if (chance < 0.14) return { lostCommit: true };
  if (chance < 0.2) return { redis: random.pick(['down', 'slow']) };
  if (chance < 0.24) return { publishFails: true };
  if (chance < 0.25) return { redis: 'slow', killAtTurn: random.int(2, 6), aborts: 1 };
  return {};
}
