import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { definePosting, HOLD_CAPTURED, HOLD_CREATED, HOLD_RELEASED, posting } from '../kernel/posting.ts';
import { DAY_PATTERN, isDay } from '../kernel/time.ts';
import {
  amount,
  balance,
  balances,
  currency,
  debts,
  idempotencyKey,
  instantMs,
  nonNegativeAmount,
  pageLimit,
  uid,
} from '../kernel/wire.ts';
import { waitingFields } from '../staff/contract.ts';

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
  'hold-expired': {
    status: 'failed-precondition',
    message: 'This reservation has run out.',
    retry: false,
    remedy:
      'It gives its amount back by itself within minutes; reserve it anew. What is paid outside must hold without an end.',
  },
  'capture-too-large': {
    status: 'invalid-argument',
    message: 'That is more than was reserved.',
    retry: false,
    remedy: 'Capture at most the amount of the hold.',
  },
  'more-than-owed': {
    status: 'invalid-argument',
    message: 'That is more than is owed.',
    retry: false,
    remedy: '`owed` in the details is what there is to forgive; credits may have paid the rest meanwhile.',
  },
  'in-debt': {
    status: 'failed-precondition',
    message: 'Something has to be paid back first. What is earned pays it off.',
    retry: false,
    remedy:
      '`owed` in the details, of `currency`, was taken back when it was no longer there; credits pay it, or two admins forgive it.',
  },
  'unknown-place': {
    status: 'invalid-argument',
    message: 'This list cannot be continued there.',
    retry: false,
    remedy: 'Send `next` of the page before as `after`, unchanged, or leave it out to begin anew.',
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

export const adjusted = definePosting({ type: 'adjustment', text: 'Corrected by the support team' });

/** What was taken back and was no longer there; what pays it, before the player has any of it; and what is let go. */
export const debtIncurred = definePosting({
  type: 'debt.incurred',
  text: 'Owed, because it was no longer there to be taken back',
});
export const debtPaid = definePosting({ type: 'debt.paid', text: 'Paid off what you owed' });
export const debtForgiven = definePosting({ type: 'debt.forgiven', text: 'You need not pay this back any more' });

/** What holds move, where no domain has said what the hold is for. */
export const holdCreated = definePosting({ type: HOLD_CREATED, text: 'Set aside' });
export const holdCaptured = definePosting({ type: HOLD_CAPTURED, text: 'Spent out of what was set aside' });
export const holdReleased = definePosting({ type: HOLD_RELEASED, text: 'What was set aside is back' });

/** Well-formed, because an unpaired surrogate would be stored as another character than the one that was hashed. */
const reason = z
  .string()
  .trim()
  .min(10)
  .max(500)
  .refine((text) => text.isWellFormed(), 'not well-formed text');

export const ADJUSTMENT_KINDS = ['correction', 'forgiveness'] as const;

/** In minor units, either way; a balance stays a safe integer over thousands of the largest corrections. */
const MAX_ADJUSTMENT = 1_000_000_000_000;

const adjustmentId = z.string().regex(/^[0-9a-f]{64}$/);

/** How a correction or a debt that is let go stands, and the wallet with it. */
const adjustmentFields = {
  adjustmentId: z.string(),
  status: z.enum(['APPLIED', 'AWAITING_SECOND_PERSON']),
  balances,
  debt: debts,
  version: nonNegativeAmount,
  replayed: z.boolean(),
};

export const adjustBalance = defineCallable({
  name: 'adjustBalance',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary:
    'Corrects a balance by hand; a large one, or one too many within a day, waits for a second admin, who sends its adjustmentId.',
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
      /** Of an amount that is taken and not there, whether the rest is owed; otherwise that is refused. */
      allowDebt: z.boolean().optional(),
      idempotencyKey,
    }),
    z.strictObject({ adjustmentId, idempotencyKey }),
  ]),
  output: z.object(adjustmentFields),
});

export const forgiveDebt = defineCallable({
  name: 'forgiveDebt',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Lets go of what a player owes, once a second admin has confirmed it by its adjustmentId.',
  input: z.union([
    z.strictObject({
      uid,
      currency,
      /** At most what is owed now; of it, what is still owed when it is confirmed is forgiven. */
      amount: amount.min(1).max(MAX_ADJUSTMENT),
      reason,
      idempotencyKey,
    }),
    z.strictObject({ adjustmentId, idempotencyKey }),
  ]),
  output: z.object(adjustmentFields),
});

const place = z.strictObject({ requestedAt: instantMs, adjustmentId });

export const listAdjustments = defineCallable({
  name: 'listAdjustments',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Lists the corrections that wait for a second admin, the oldest first, as they would be applied.',
  input: z.strictObject({
    /** `next` of the page before. */
    after: place.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        adjustmentId,
        /** A correction by adjustBalance, or what forgiveDebt lets go; whichever it is confirms it. */
        kind: z.enum(ADJUSTMENT_KINDS),
        /** Whose balance it is. */
        uid,
        currency,
        /** Signed, in minor units. */
        amount,
        reason: z.string(),
        /** Whether what is taken and not there is owed. */
        allowDebt: z.boolean(),
        /** The version that the wallet must still have when it is applied; null where any will do. */
        expectedVersion: nonNegativeAmount.nullable(),
        ...waitingFields,
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: place.nullable(),
  }),
});

const day = z.string().regex(DAY_PATTERN).refine(isDay, 'no such day');

const wanted = {
  currency: currency.optional(),
  /** Only postings of this type, such as `events.credit`. */
  type: z.string().min(1).max(64).optional(),
  /** UTC days on which it was posted, both included. */
  from: day.optional(),
  to: day.optional(),
  /** `next` of the page before; it is nobody's to read or to make up. */
  after: z.string().min(1).max(64).optional(),
  limit: pageLimit,
};

/** One line of a ledger: what one posting did to one currency. Amounts are in minor units. */
const entry = z.object({
  sequence: z.int().min(1),
  at: instantMs,
  type: z.string(),
  currency,
  /** What it changed of what can be spent: negative where it was spent or set aside. */
  amount,
  /** What it changed of what is set aside. */
  locked: amount,
  /** What it changed of what is owed. */
  debt: amount,
  after: balance.extend({ debt: nonNegativeAmount }),
  /** In words, for the player. */
  text: z.string(),
  reference: z.string(),
});

/** Null at the end. A page may have fewer lines than `limit`, or none, and `next` all the same. */
const next = z.string().nullable();

export const getStatement = defineCallable({
  name: 'getStatement',
  effect: 'read',
  access: { kind: 'player' },
  summary: 'Tells the caller’s postings, the newest first, in words.',
  input: z.strictObject(wanted),
  output: z.object({ entries: z.array(entry), next }),
});

export const getLedger = defineCallable({
  name: 'getLedger',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Tells any player’s postings, the newest first, in words and with what caused them.',
  input: z.strictObject({ uid, ...wanted }),
  output: z.object({
    entries: z.array(
      entry.extend({
        /** As it is posted: who or what caused it, within which call, by which version of the configuration, and why. */
        ...posting.pick({ actor: true, correlationId: true, configVersion: true, details: true }).shape,
      }),
    ),
    next,
  }),
});
