import { readFileSync, writeFileSync } from 'node:fs';
import { runWorlds, type Summary } from '../core/runWorlds.ts';
import { mutations } from './mutations.ts';

/**
 * Runs each mutation against a bounded simulation: the proof that the simulation would notice the bug. The world in which it
 * was noticed last is played first: most notice a bug within minutes, and that one within seconds. Where the generator has
 * changed since, the world tells nothing, and all are played.
 */
const NOTICED = new URL('noticed.json', import.meta.url);
const noticed = new Map<string, number>(Object.entries(JSON.parse(readFileSync(NOTICED, 'utf8'))));

export interface Proof {
  readonly name: string;
  /** What gave it away; undefined where nothing did. */
  readonly caught: string | undefined;
  /** The seed of the world that gave it away. */
  readonly world: number | undefined;
  readonly steps: number;
  readonly seconds: number;
}

const BOUND = { ops: 2_000, jobs: 1 };
const WORLDS = 60;

interface Course {
  readonly seed: number;
  /** How many mutations are played beside each other. */
  readonly lanes: number;
  /** How many worlds are played where the noted one tells nothing; 60 unless told. */
  readonly worlds?: number;
  readonly told?: (proof: Proof) => void;
}

export async function prove(
  names: readonly string[],
  { seed, lanes, worlds = WORLDS, told }: Course,
): Promise<Proof[]> {
  const healthy = await runWorlds({ ...BOUND, worlds: 1, seed });
  if (healthy.failure !== undefined) throw new Error(`without any mutation: ${healthy.failure.text}`);
  const queue = names.values();
  const proofs: Proof[] = [];
  const lane = async () => {
    for (const name of queue) {
      const { failure, steps, seconds } = await played(name, { ...BOUND, seed, worlds });
      const crashed = failure?.text === 'a process of the simulation crashed';
      const proof = { name, caught: crashed ? undefined : failure?.text, world: failure?.seed, steps, seconds };
      proofs.push(proof);
      told?.(proof);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return proofs;
}

async function played(mutation: string, course: typeof BOUND & { seed: number; worlds: number }): Promise<Summary> {
  const known = noticed.get(mutation);
  if (known === undefined) return runWorlds({ ...course, mutation });
  const first = await runWorlds({ ...course, worlds: 1, seed: known, mutation });
  return first.failure === undefined ? runWorlds({ ...course, mutation }) : first;
}

/** Writes down which world has noticed a mutation; one that nothing noticed is forgotten. */
export function recordNoticed({ name, world }: Proof): void {
  if (world === undefined) noticed.delete(name);
  else noticed.set(name, world);
  const listed = mutationNames.flatMap((one) => {
    const found = noticed.get(one);
    return found === undefined ? [] : [[one, found] as const];
  });
  writeFileSync(NOTICED, `${JSON.stringify(Object.fromEntries(listed), null, 2)}\n`);
}

export const mutationNames: readonly string[] = mutations.map(({ name }) => name);
