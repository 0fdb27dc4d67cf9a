import { z } from 'zod';
import { count, defineConfig, defineFeature, notAbove } from '../kernel/config.ts';

const schema = z.strictObject({
  minAmount: z.int().min(1).default(500),
  maxAmount: z.int().min(1).default(100_000),
  minGamesWon: count.default(10),
  minAdsWatched: count.default(50),
  /** From this amount on two different people must approve. */
  twoPersonFrom: z.int().min(1).default(50_000),
});

export const withdrawalsConfig = defineConfig({
  name: 'withdrawals',
  schema,
  guards: ['twoPersonFrom'],
  contradictions: ({ minAmount, maxAmount }) => notAbove({ minAmount }, { maxAmount }),
});
export type WithdrawalsConfig = z.output<typeof schema>;

export const withdrawalsFeature = defineFeature('withdrawals');
