import { z } from 'zod';
import { defineConfig } from '../kernel/config.ts';

export const walletConfig = defineConfig({
  name: 'wallet',
  schema: z.strictObject({ twoPersonAdjustmentFrom: z.int().min(1).default(10_000) }),
  guards: ['twoPersonAdjustmentFrom'],
});
