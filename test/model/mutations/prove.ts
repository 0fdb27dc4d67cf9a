import { runWorlds } from '../core/runWorlds.ts';
import { mutations } from './mutations.ts';

/** Runs each mutation against a bounded simulation: the proof that the simulation would notice the bug. */
export interface Proof {
  readonly name: string;
  /** What gave it away; undefined where nothing did. */
  readonly caught: string | undefined;
  readonly steps: number;
  readonly seconds: number;
}

const BOUND = { ops: 2_000, worlds: 60, jobs: 1 };

export async function prove(names: readonly string[], seed: number, told: (proof: Proof) => void): Promise<Proof[]> {
  const healthy = await runWorlds({ ...BOUND, worlds: 1, seed });
  if (healthy.failure !== undefined) throw new Error(`without any mutation: ${healthy.failure.text}`);
  const queue = names.values();
  const proofs: Proof[] = [];
  const lane = async () => {
    for (const name of queue) {
      const { failure, steps, seconds } = await runWorlds({ ...BOUND, seed, mutation: name });
      const crashed = failure?.text === 'a process of the simulation crashed';
      const proof = { name, caught: crashed ? undefined : failure?.text, steps, seconds };
      proofs.push(proof);
      told(proof);
    }
  };
  await Promise.all([lane(), lane()]);
  return proofs;
}

export const mutationNames: readonly string[] = mutations.map(({ name }) => name);
