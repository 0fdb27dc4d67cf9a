import { z } from 'zod';
import { count, defineConfig, defineFeature } from '../../src/kernel/config.ts';

const schema = z.strictObject({ perDay: count.default(3) });

export const greetingsConfig = defineConfig({ name: 'greetings', isPublic: true, schema });
export type GreetingsConfig = z.output<typeof schema>;

export const greetingsFeature = defineFeature('greetings');
