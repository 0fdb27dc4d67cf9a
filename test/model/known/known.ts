import { readdirSync, readFileSync } from 'node:fs';
import type { World } from '../core/generate.ts';

/**
 * A world that once found something, cut down to what it takes and kept as it is: what a seed draws changes with the
 * generator, and a list of operations does not.
 */
export interface Known {
  /** What it found, and who was wrong. */
  readonly why: string;
  /** A bug of today's code with which it must fail: the proof that it still plays what it was kept for. */
  readonly mutation: string;
  readonly world: World;
}

const folder = new URL('./', import.meta.url);

export const knownNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

export function readKnown(name: string): Known {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}
