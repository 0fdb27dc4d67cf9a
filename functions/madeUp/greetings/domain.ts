import { defineDomain } from '../../src/platform/manifest/domain.ts';
import { greetingsConfig, greetingsFeature } from './config.ts';
import { greetingErrors, greetingSaid, greetingThanked, listGreetings, sayHello } from './contract.ts';
import { collections, queries } from './data.ts';

export const greetings = defineDomain({
  name: 'greetings',
  callables: { sayHello, listGreetings },
  errors: [greetingErrors],
  messages: { greetingSaid },
  config: [greetingsConfig],
  features: [greetingsFeature],
  consumers: [
    { name: 'countGreeter', hears: greetingSaid, load: async () => (await import('./countGreeter.ts')).countGreeter },
  ],
  schedules: [
    {
      name: 'forgetGreetings',
      schedule: 'every day 04:00',
      load: async () => (await import('./forgetGreetings.ts')).forgetGreetings,
    },
  ],
  postings: [greetingThanked],
  collections,
  queries,
  functions: () => import('./functions.ts'),
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
  riders: async () => (await import('./riders.ts')).riders,
});
