import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { idempotencyKey } from '../kernel/wire.ts';

export const economyErrors = defineErrors('economy', {
  'unknown-version': {
    status: 'not-found',
    message: 'There is no such version.',
    retry: false,
    remedy: 'Roll back to a version that was stored; `config/economy/versions` lists them.',
  },
  'version-conflict': {
    status: 'aborted',
    message: 'Somebody else changed the configuration meanwhile.',
    retry: false,
    remedy: 'Read the current version, apply the change to it, and send it with that `expectedVersion` and a new key.',
  },
});

/** What is sent, around the whole configuration as `config` knows it; what that leaves out takes its default. */
export function inputWith<Config extends z.ZodType>(config: Config) {
  return z.union([
    z.strictObject({
      config,
      expectedVersion: z.int().min(0).optional(),
      dryRun: z.boolean().default(false),
      idempotencyKey,
    }),
    z.strictObject({
      rollbackTo: z.int().min(0),
      expectedVersion: z.int().min(0).optional(),
      dryRun: z.boolean().default(false),
      idempotencyKey,
    }),
  ]);
}

/** The configuration is composed of all domains' parts, which its own contract cannot know: the use case parses it. */
export const setEconomyConfig = defineCallable({
  name: 'setEconomyConfig',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Validates and stores a new version of the economy configuration, or rolls back to an earlier one.',
  input: inputWith(z.record(z.string(), z.unknown())),
  output: z.object({
    version: z.int().min(0),
    /** Dotted paths whose values differ from the version before. */
    changed: z.array(z.string()),
    dryRun: z.boolean(),
    replayed: z.boolean(),
  }),
});
