import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { idempotencyKey, instantMs, uid } from '../kernel/wire.ts';

export const fraudErrors = defineErrors('fraud', {
  'unknown-log': {
    status: 'not-found',
    message: 'There is no such entry.',
    retry: false,
    remedy: 'Take the logId from listReviewQueue.',
  },
  'already-reviewed': {
    status: 'failed-precondition',
    message: 'Somebody has decided this already.',
    retry: false,
    remedy: 'Read the review queue again; `status` in the details says what was decided.',
  },
});

const logId = z.string().regex(/^[A-Za-z0-9_.:-]{1,300}$/);
export const DECISIONS = ['clear', 'warn', 'freeze', 'ban'] as const;
const standing = z.enum(['active', 'frozen', 'banned', 'deleted']);

export const reviewFraud = defineCallable({
  name: 'reviewFraud',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Decides an entry of the review queue: clears, warns, freezes or bans its player.',
  input: z.strictObject({
    logId,
    decision: z.enum(DECISIONS),
    reason: z.string().trim().min(10).max(500),
    idempotencyKey,
  }),
  output: z.object({
    logId,
    uid,
    status: z.enum(['CLEARED', 'WARNED', 'FROZEN', 'BANNED']),
    standing,
    replayed: z.boolean(),
  }),
});

export const listReviewQueue = defineCallable({
  name: 'listReviewQueue',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Lists open blocks and flags with the facts that scored, by id, a page at a time.',
  input: z.strictObject({ after: logId.optional(), limit: z.int().min(1).max(100).default(50) }),
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
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: logId.nullable(),
  }),
});
