import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { idempotencyKey, instantMs, pageLimit } from '../kernel/wire.ts';
import { waitingFields } from '../staff/contract.ts';

export const economyErrors = defineErrors('economy', {
  'unknown-version': {
    status: 'not-found',
    message: 'There is no such version.',
    retry: false,
    remedy: 'Roll back to a version that was stored; `config/economy/versions` lists them.',
  },
  'unknown-change': {
    status: 'not-found',
    message: 'There is no such change waiting.',
    retry: false,
    remedy: 'Confirm with a `changeId` of `listEconomyChanges`, unchanged.',
  },
  'version-conflict': {
    status: 'aborted',
    message: 'Somebody else changed the configuration meanwhile.',
    retry: false,
    remedy: 'Read the current version, apply the change to it, and send it with that `expectedVersion` and a new key.',
  },
});

const changeId = z.string().regex(/^[0-9a-f]{64}$/);

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
    /** Confirms what somebody else has asked for. */
    z.strictObject({ changeId, idempotencyKey }),
  ]);
}

/** The configuration is composed of all domains' parts, which its own contract cannot know: the use case parses it. */
export const setEconomyConfig = defineCallable({
  name: 'setEconomyConfig',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary:
    'Validates and stores a new version of the economy configuration, or rolls back to an earlier one; where that changes ' +
    'a limit on staff, a second admin confirms it with its changeId.',
  input: inputWith(z.record(z.string(), z.unknown())),
  output: z.object({
    version: z.int().min(0),
    /** Dotted paths whose values differ from the version before. */
    changed: z.array(z.string()),
    /** Those of them that take a second admin; left out where nothing does. */
    guarded: z.array(z.string()).optional(),
    /** What the second admin sends; then nothing is stored yet, and `version` is the one in force. */
    changeId: changeId.optional(),
    dryRun: z.boolean(),
    replayed: z.boolean(),
  }),
});

const place = z.strictObject({ requestedAt: instantMs, changeId });

export const listEconomyChanges = defineCallable({
  name: 'listEconomyChanges',
  effect: 'read',
  access: { kind: 'role', role: 'admin' },
  summary:
    'Lists the configurations that wait for a second admin, the oldest first, with all that each would change now.',
  input: z.strictObject({
    /** `next` of the page before. */
    after: place.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        changeId,
        /** Dotted paths of what limits staff. */
        guarded: z.array(z.string()),
        /** Everything that would differ, by its dotted path; null where it is not there. */
        changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
        /** The version that it was asked for upon, and must be confirmed upon. */
        baseVersion: z.int().min(0),
        /** Whether that is still the current one; otherwise it can only lapse. */
        isCurrent: z.boolean(),
        ...waitingFields,
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: place.nullable(),
  }),
});

/** A version is some kilobytes. */
const MOST_VERSIONS = 20;

export const getEconomyVersions = defineCallable({
  name: 'getEconomyVersions',
  effect: 'read',
  access: { kind: 'role', role: 'admin' },
  summary: 'What the numbers were, version by version, the newest first, with what each changed and who stored it.',
  input: z.strictObject({
    /** `next` of the page before: only versions below it. */
    before: z.int().min(1).optional(),
    limit: z.int().min(1).max(MOST_VERSIONS).default(10),
  }),
  output: z.object({
    /** The version in force; 0 where nobody has changed anything yet. */
    current: z.int().min(0),
    entries: z.array(
      z.object({
        version: z.int().min(1),
        at: instantMs,
        /** Who stored it, or confirmed it as the second person. */
        by: z.string(),
        /** As it was stored, for who wants it back. */
        config: z.record(z.string(), z.unknown()),
        /** What differs from the version before, by its dotted path; null where it is not there. */
        changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
      }),
    ),
    /** Pass it as `before` to read on; null at the end. */
    next: z.int().min(1).nullable(),
  }),
});
