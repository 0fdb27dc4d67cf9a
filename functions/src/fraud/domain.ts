import { defineDomain } from '../platform/manifest/domain.ts';
import { fraudConfig } from './config.ts';
import { fraudErrors, listReviewQueue, reviewFraud, setStanding } from './contract.ts';
import { collections, queries } from './data.ts';

export const fraud = defineDomain({
  name: 'fraud',
  callables: { reviewFraud, setStanding, listReviewQueue },
  errors: [fraudErrors],
  config: [fraudConfig],
  schedules: [
    {
      name: 'sweepStandings',
      schedule: 'every 5 minutes',
      // A ban that ends is lifted from every contact, which are hashed.
      secrets: ['ADDRESS_HASH_KEY'],
      load: async () => (await import('./sweepStandings.ts')).sweepStandings,
    },
    {
      name: 'forgetPlaces',
      schedule: 'every day 00:35',
      secrets: ['PLAYER_KEYS'],
      load: async () => (await import('./forgetPlaces.ts')).forgetPlaces,
    },
  ],
  collections,
  queries,
  peopleIn: ['reviewedBy'],
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
  migrations: async () => (await import('./migrations.ts')).migrations,
});
