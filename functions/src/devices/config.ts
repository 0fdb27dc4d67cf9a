import { z } from 'zod';
import { count, defineConfig } from '../kernel/config.ts';

export const devicesConfig = defineConfig({
  name: 'devices',
  schema: z.strictObject({
    maxChanges: count.default(3),
    changeWindowDays: z.int().min(1).max(366).default(30),
  }),
});
