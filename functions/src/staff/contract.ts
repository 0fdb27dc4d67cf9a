import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { idempotencyKey, instantMs, pageLimit, uid } from '../kernel/wire.ts';

export const staffErrors = defineErrors('staff', {
  'unknown-person': {
    status: 'not-found',
    message: 'There is no such person.',
    retry: false,
    remedy: 'Let the person sign in once, then use the uid that Firebase Auth shows.',
  },
  'too-many-permissions': {
    status: 'failed-precondition',
    message: 'That is more than one sign-in can carry.',
    retry: false,
    remedy:
      'All custom claims of a person together must stay within 1000 characters; give fewer or shorter permissions.',
  },
  'second-person-required': {
    status: 'permission-denied',
    message: 'A second person must confirm this.',
    retry: false,
    remedy: 'Let somebody else than the one who asked confirm it; two accounts of one person are one person.',
  },
  'own-benefit': {
    status: 'permission-denied',
    message: 'Somebody else must decide on what concerns you.',
    retry: false,
    remedy:
      'Neither who asks nor who confirms may be who benefits, under any account: one that shares a device, a mailbox, ' +
      'a phone number or a payout destination counts as the same person’s.',
  },
  'ask-lapsed': {
    status: 'failed-precondition',
    message: 'This was asked for too long ago.',
    retry: false,
    remedy: 'What waits for a second person lapses after 7 days; ask for it again.',
  },
  'own-role': {
    status: 'permission-denied',
    message: 'You cannot change your own role.',
    retry: false,
    remedy: 'Let another admin do it, so that no deployment loses its last admin by accident.',
  },
});

/** What a list says of anything that waits for a second person, beside what it is. */
export const waitingFields = {
  /** Who asked, and so cannot confirm. */
  requestedBy: z.string(),
  requestedAt: instantMs,
  ageSeconds: z.int().min(0),
  /** When nobody can confirm it any more. */
  lapsesAt: instantMs,
};

export const role = z.enum(['admin', 'support', 'staff']);

/** `domain:action`, such as `loyalty:award`. */
export const permission = z.string().regex(/^[a-z][a-z-]{0,31}:[a-z][a-z-]{0,31}$/);

export const setRole = defineCallable({
  name: 'setRole',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Gives a person a role and permissions as custom claims, or takes them away.',
  input: z
    .strictObject({
      uid,
      /** Null takes every role and permission away. */
      role: role.nullable(),
      permissions: z.array(permission).max(32).default([]),
      idempotencyKey,
    })
    .refine(({ role: wished, permissions }) => wished !== null || permissions.length === 0, {
      path: ['permissions'],
      message: 'none without a role',
    }),
  output: z.object({ uid, role: role.nullable(), permissions: z.array(permission), replayed: z.boolean() }),
});

export const listStaff = defineCallable({
  name: 'listStaff',
  effect: 'read',
  access: { kind: 'role', role: 'admin' },
  summary: 'Lists who has a role or had one, with their permissions.',
  input: z.strictObject({
    /** `next` of the page before. */
    after: uid.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        uid: z.string(),
        /** Null of whoever has none any more. */
        role: role.nullable(),
        permissions: z.array(z.string()),
        /** Whether Firebase Auth has been told; until then the person’s next sign-in may still carry what was before. */
        isApplied: z.boolean(),
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: z.string().nullable(),
  }),
});

const place = z.strictObject({ at: instantMs, auditId: z.string().regex(/^[0-9a-f]{2}-\d{15}-[0-9a-f]{1,64}$/) });

export const listAudit = defineCallable({
  name: 'listAudit',
  effect: 'read',
  access: { kind: 'role', role: 'admin' },
  summary: 'Reads the audit log, the latest first: all of it, what somebody did, or what was done to something.',
  input: z
    .strictObject({
      /** Who did it: a uid, or `system:` and the name of what ran. */
      actor: z.string().min(1).max(160).optional(),
      /** What it was done to, as a path: `users/{uid}`, `withdrawals/{withdrawalId}`, `config/economy`. */
      subject: z.string().min(1).max(400).optional(),
      /** From this instant on. */
      from: instantMs.optional(),
      /** Until this instant, included. */
      until: instantMs.optional(),
      /** `next` of the page before. */
      after: place.optional(),
      limit: pageLimit,
    })
    .refine(({ actor, subject }) => actor === undefined || subject === undefined, {
      path: ['subject'],
      message: 'not together with an actor',
    }),
  output: z.object({
    entries: z.array(
      z.object({
        auditId: z.string(),
        at: instantMs,
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        correlationId: z.string(),
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: place.nullable(),
  }),
});
