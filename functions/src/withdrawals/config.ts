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
  // What a player is told before asking; from where on two people look is nobody's business.
  isPublic: ['minAmount', 'maxAmount', 'minGamesWon', 'minAdsWatched'],
  guards: ['twoPersonFrom'],
  contradictions: ({ minAmount, maxAmount }) => notAbove({ minAmount }, { maxAmount }),
});
export type WithdrawalsConfig = z.output<typeof schema>;

/** The part that clients read. */
export const withdrawalTerms = schema.pick({
  minAmount: true,
  maxAmount: true,
  minGamesWon: true,
  minAdsWatched: true,
});

export const withdrawalsFeature = defineFeature('withdrawals');
