import { z } from 'zod';
import { defineConfig, MAX_NAMED } from '../../kernel/config.ts';

const limits = z.strictObject({
  perUid: z.int().min(1).max(10_000).nullable(),
  perIp: z.int().min(1).max(100_000).nullable(),
});

export const rateLimitsConfig = defineConfig({
  name: 'rateLimits',
  schema: z.strictObject({
    /** Calls a minute of every function that neither `functions` nor its own contract gives others. */
    default: limits.default({ perUid: 60, perIp: 300 }),
    /** Instead of what a function's contract says. */
    functions: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'the name of a function'), limits)
      .refine((functions) => Object.keys(functions).length <= MAX_NAMED, `at most ${MAX_NAMED} functions`)
      .default({}),
  }),
});
