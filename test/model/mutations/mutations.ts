import type { Mutation } from './mutation.ts';

/** What the simulation must notice. Each is a bug that somebody could write; the snippet must exist once. */
export const mutations: readonly Mutation[] = [];

export function findMutation(name: string): Mutation {
  const found = mutations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no mutation is called ${name}`);
  return found;
}
