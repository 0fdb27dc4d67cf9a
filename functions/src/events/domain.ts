import { defineDomain } from '../platform/manifest/domain.ts';
import { eventsConfig, eventsFeature } from './config.ts';
import { adErrors, batchErrors, batchEvents, eventErrors, playCredited, rewardEarned } from './contract.ts';
import { collections, queries } from './data.ts';

export const events = defineDomain({
  name: 'events',
  callables: { batchEvents },
  errors: [eventErrors, batchErrors, adErrors],
  messages: { rewardEarned },
  config: [eventsConfig],
  features: [eventsFeature],
  schedules: [
    {
      name: 'sweepOutbox',
      schedule: 'every 2 minutes',
      load: async () => (await import('./sweepOutbox.ts')).sweepOutbox,
    },
    {
      name: 'dailyReset',
      schedule: 'every day 00:05',
      load: async () => {
        const { resetDaily } = await import('./resetDaily.ts');
        return (nowMs) => resetDaily(nowMs);
      },
    },
  ],
  postings: [playCredited],
  collections,
  queries,
  functions: () => import('./functions.ts'),
  account: async () => (await import('./account.ts')).account,
  riders: async () => (await import('./riders.ts')).riders,
});
