import { accountMutations } from './accountMutations.ts';
import { debtMutations } from './debtMutations.ts';
import { eventMutations } from './eventMutations.ts';
import { guestMutations } from './guestMutations.ts';
import { ledgerMutations } from './ledgerMutations.ts';
import { messageMutations } from './messageMutations.ts';
import type { Mutation } from './mutation.ts';
import { platformMutations } from './platformMutations.ts';
import { recordMutations } from './recordMutations.ts';
import { referralMutations } from './referralMutations.ts';
import { withdrawalMutations } from './withdrawalMutations.ts';

/** What the simulation must notice. Each is a bug that somebody could write; its snippet must exist exactly once. */
export const mutations: readonly Mutation[] = [
  ...eventMutations,
  ...ledgerMutations,
  ...debtMutations,
  ...messageMutations,
  ...platformMutations,
  ...referralMutations,
  ...withdrawalMutations,
  ...accountMutations,
  ...recordMutations,
  ...guestMutations,
];

export function findMutation(name: string): Mutation {
  const found = mutations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no mutation is called ${name}`);
  return found;
}
