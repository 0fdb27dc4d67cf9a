import { defineDomain } from '../platform/manifest/domain.ts';
import { ratingsConfig, signUpsConfig } from './config.ts';
import { createUser, deleteAccount, exportMyData, signOutEverywhere, userErrors } from './contract.ts';
import { collections, queries } from './data.ts';

export const users = defineDomain({
  name: 'users',
  callables: { createUser, exportMyData, deleteAccount, signOutEverywhere },
  errors: [userErrors],
  config: [signUpsConfig, ratingsConfig],
  schedules: [
    {
      name: 'resumeDeletions',
      schedule: 'every 15 minutes',
      // Bans and departures are found by their hashes.
      secrets: ['ADDRESS_HASH_KEY'],
      load: async () => (await import('./finishDeletion.ts')).resumeDeletions,
    },
  ],
  collections,
  queries,
  peopleIn: ['referredBy'],
  functions: () => import('./functions.ts'),
  account: async () => (await import('./samePerson.ts')).account,
  migrations: async () => (await import('./migrations.ts')).migrations,
});
