import type { Oracle } from '../oracle/state.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/**
 * Something that the system has named, as an operation can ask for it before there is a name: whatever fits when it is
 * first sent, and the same one for ever after.
 */
export interface Reference {
  readonly name: string;
  readonly chance: number;
  /** Whether something is asked for that does not fit. */
  readonly wild: boolean;
}

export function drawReference(scene: Scene, random: Random): Reference {
  return { name: scene.nextName(), chance: random.next(), wild: random.chance(0.15) };
}

export function resolve(
  oracle: Oracle,
  { name, chance, wild }: Reference,
  choices: { readonly fitting: readonly string[]; readonly all: readonly string[] },
  nothing: string,
): string {
  const from = wild || choices.fitting.length === 0 ? choices.all : choices.fitting;
  const found = oracle.names.get(name) ?? from[Math.floor(chance * from.length)] ?? nothing;
  oracle.names.set(name, found);
  return found;
}
