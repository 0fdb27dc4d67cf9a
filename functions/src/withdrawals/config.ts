import { z } from 'zod';
import { count, defineConfig, defineFeature } from '../kernel/config.ts';

const schema = z.strictObject({
  minAmount: z.int().min(1).default(500),
  maxAmount: z.int().min(1).default(100_000),
  minGamesWon: count.default(10),
  minAdsWatched: count.default(50),
  /** From this amount on two different people must approve. */
  twoPersonFrom: z.int().min(1).default(50_000),
});

export const withdrawalsConfig = defineConfig({ name: 'withdrawals', schema });
export type WithdrawalsConfig = z.output<typeof schema>;

export const withdrawalsFeature = defineFeature('withdrawals');
