import { z } from 'zod';
import { coins, defineConfig, defineFeature } from '../kernel/config.ts';

export const referralsConfig = defineConfig({
  name: 'referrals',
  schema: z.strictObject({ rewardCoins: coins.default(100) }),
});

export const referralsFeature = defineFeature('referrals');
