import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { balance, idempotencyKey, instantMs, pageLimit, uid } from '../kernel/wire.ts';

export const fraudErrors = defineErrors('fraud', {
  'unknown-log': {
    status: 'not-found',
    message: 'There is no such entry.',
    retry: false,
    remedy: 'Take the logId from listReviewQueue.',
  },
  'own-account': {
    status: 'permission-denied',
    message: 'Somebody else must decide on your own account.',
    retry: false,
    remedy: 'Staff who play too let another person review what concerns them.',
  },
  'until-past': {
    status: 'invalid-argument',
    message: 'That end is over already.',
    retry: false,
    remedy: 'Send an `until` that is still to come, in epoch milliseconds, or none for a standing without an end.',
  },
  'already-reviewed': {
    status: 'failed-precondition',
    message: 'Somebody has decided this already.',
    retry: false,
    remedy: 'Read the review queue again; `status` in the details says what was decided.',
  },
});

const logId = z.string().regex(/^[A-Za-z0-9_.:-]{1,300}$/);
/** An entry that froze its player stays to be decided for good. */
export const ENTRY_STATUSES = ['OPEN', 'CLEARED', 'WARNED', 'FROZEN', 'BANNED'] as const;
export const DECISIONS = ['clear', 'warn', 'freeze', 'ban'] as const;
const standing = z.enum(['active', 'frozen', 'banned', 'deleted']);
/** What staff can impose on a player. */
export const IMPOSABLE = ['frozen', 'banned'] as const;
export type Imposable = (typeof IMPOSABLE)[number];
const reason = z.string().trim().min(10).max(500);

const accountSummary = z.object({
  standing,
  createdAt: instantMs,
  coins: balance,
  gamesWon: z.int().min(0),
  adsWatched: z.int().min(0),
  /** Null where no key opens what is sealed of the player. */
  implausible: z.int().min(0).nullable(),
  chargebacks: z.int().min(0),
});

export const reviewFraud = defineCallable({
  name: 'reviewFraud',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Decides an entry of the review queue: clears, warns, freezes or bans its player.',
  input: z.strictObject({
    logId,
    decision: z.enum(DECISIONS),
    reason,
    idempotencyKey,
  }),
  output: z.object({
    logId,
    uid,
    status: z.enum(['CLEARED', 'WARNED', 'FROZEN', 'BANNED']),
    /** The player's standing now; null where the suspicious sign-up was refused and there is no account. */
    standing: standing.nullable(),
    replayed: z.boolean(),
  }),
});

export const setStanding = defineCallable({
  name: 'setStanding',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Freezes or bans a player, until an end or for good, or lets a frozen or banned one act again.',
  input: z
    .strictObject({
      uid,
      standing: z.enum(['active', ...IMPOSABLE]),
      /** When it ends by itself; left out where only a decision ends it. */
      until: instantMs.optional(),
      reason,
      idempotencyKey,
    })
    .refine(({ standing: wished, until }) => wished !== 'active' || until === undefined, {
      path: ['until'],
      message: 'active has no end',
    }),
  output: z.object({
    uid,
    /** The player's standing now. */
    standing,
    replayed: z.boolean(),
  }),
});

export const listReviewQueue = defineCallable({
  name: 'listReviewQueue',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Lists blocks and flags with the facts that scored and what is known of the player, the oldest first.',
  input: z.strictObject({
    /** Open ones wait for a first decision; the players of frozen ones wait to be cleared or banned. */
    status: z.enum(['OPEN', 'FROZEN']).default('OPEN'),
    after: logId.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        logId,
        uid,
        kind: z.enum(['referral', 'withdrawal']),
        verdict: z.enum(['block', 'review']),
        total: z.int(),
        /** Points by what scored them. */
        evidence: z.record(z.string(), z.int()),
        /** Path of what it is about. */
        subject: z.string(),
        at: instantMs,
        /** How often it was blocked while nobody had decided, and when last. */
        count: z.int().min(1),
        lastAt: instantMs,
        /** The player as of now; null where the suspicious sign-up was refused and there is no account. */
        account: accountSummary.nullable(),
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: logId.nullable(),
  }),
});
