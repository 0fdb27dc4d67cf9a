import { z } from 'zod';
import { defineConfig } from '../kernel/config.ts';

export const guestsConfig = defineConfig({
  name: 'guests',
  schema: z.strictObject({
    /**
     * Whether what a guest has comes along to the account that adopts it; otherwise it ends with the guest. Where it does,
     * one person earns under more than one account's daily limits, as often as devices may change.
     */
    mergeBalance: z.boolean().default(false),
  }),
});
