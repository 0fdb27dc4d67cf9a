import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { amount, balances, currency, idempotencyKey, nonNegativeAmount, uid } from '../kernel/wire.ts';

export const walletErrors = defineErrors('wallet', {
  'version-conflict': {
    status: 'aborted',
    message: 'Your balance has changed meanwhile. Please look again.',
    retry: false,
    remedy: 'Read the wallet again and decide anew; `version` in the details is the current one.',
  },
  'insufficient-balance': {
    status: 'permission-denied',
    message: 'You do not have enough for this.',
    retry: false,
    remedy: 'Compare `available` in the details with what was asked for.',
  },
  'unknown-hold': {
    status: 'not-found',
    message: 'There is no such reservation.',
    retry: false,
    remedy: 'Use the id that the hold was made with, and its owner.',
  },
  'hold-resolved': {
    status: 'failed-precondition',
    message: 'This reservation is already settled.',
    retry: false,
    remedy: 'A hold is captured or released at most once; read its status.',
  },
  'capture-too-large': {
    status: 'invalid-argument',
    message: 'That is more than was reserved.',
    retry: false,
    remedy: 'Capture at most the amount of the hold.',
  },
  'unknown-adjustment': {
    status: 'not-found',
    message: 'There is no such adjustment waiting.',
    retry: false,
    remedy: 'Approve with the `adjustmentId` that the first admin was given, unchanged.',
  },
  'second-person-required': {
    status: 'permission-denied',
    message: 'A second person must approve this.',
    retry: false,
    remedy: 'Let another admin than the one who asked approve the adjustment.',
  },
});

/** Where the other leg of a posting stands: the accounts that are not a player's. */
export const COUNTER_ACCOUNTS = ['rewards', 'shop', 'payouts', 'house', 'deposits', 'adjustments', 'opening'] as const;

export const counterAccount = z.enum(COUNTER_ACCOUNTS);

/** One side of a posting. A player has an `available` and a `locked` account of each currency. */
export const leg = z.object({ account: z.enum(['available', 'locked', ...COUNTER_ACCOUNTS]), currency, amount });

/** An immutable entry of a player's ledger; its legs sum to zero for each currency. */
export const posting = z.object({
  /** 1, 2, 3, … for each player; also the wallet's version after the posting. */
  sequence: z.int().min(1),
  /** What happened, such as `events.credit` or `hold.capture`. */
  type: z.string(),
  /** Epoch milliseconds at which the server posted it. */
  postedAtMs: z.int(),
  legs: z.array(leg).min(2).max(16),
  before: balances,
  after: balances,
  /** What the posting is about, such as a hold's or an adjustment's id. */
  reference: z.string(),
  /** The uid, or `system:` and a task's name, that caused it. */
  actor: z.string(),
  correlationId: z.string(),
  configVersion: z.int().min(0),
  /** Plain facts that explain the amount. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  previousHash: z.string(),
  hash: z.string(),
});

/** Well-formed, because an unpaired surrogate would be stored as another character than the one that was hashed. */
const reason = z
  .string()
  .trim()
  .min(10)
  .max(500)
  .refine((text) => text.isWellFormed(), 'not well-formed text');

/** In minor units, either way; a balance stays a safe integer over thousands of the largest corrections. */
const MAX_ADJUSTMENT = 1_000_000_000_000;

export const adjustBalance = defineCallable({
  name: 'adjustBalance',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Corrects a balance by hand; a large correction waits for a second admin, who sends its adjustmentId.',
  input: z.union([
    z.strictObject({
      uid,
      currency,
      /** Signed, in minor units; never 0. */
      amount: amount
        .min(-MAX_ADJUSTMENT)
        .max(MAX_ADJUSTMENT)
        .refine((value) => value !== 0, 'not zero'),
      reason,
      expectedVersion: nonNegativeAmount.optional(),
      idempotencyKey,
    }),
    z.strictObject({ adjustmentId: z.string().regex(/^[0-9a-f]{64}$/), idempotencyKey }),
  ]),
  output: z.object({
    adjustmentId: z.string(),
    status: z.enum(['APPLIED', 'AWAITING_SECOND_PERSON']),
    balances,
    version: nonNegativeAmount,
    replayed: z.boolean(),
  }),
});
