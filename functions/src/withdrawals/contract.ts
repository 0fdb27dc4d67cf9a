import { z } from 'zod';
import { defineCallable, defineMessage } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { DETAIL_FIELDS, type DetailField, LONGEST_PASTED } from '../kernel/payoutDetails.ts';
import { defineHold } from '../kernel/posting.ts';
import {
  amount,
  balances,
  deviceHash,
  idempotencyKey,
  instantMs,
  nonNegativeAmount,
  pageLimit,
  uid,
} from '../kernel/wire.ts';

export const withdrawalErrors = defineErrors('withdrawals', {
  'wrong-device': {
    status: 'invalid-argument',
    message: 'Use the device that your account is on.',
    retry: false,
    remedy: 'Send the hash of the device that the account is bound to, or bind this one first.',
  },
  'amount-out-of-range': {
    status: 'invalid-argument',
    message: 'This amount cannot be withdrawn.',
    retry: false,
    remedy: 'Stay between `minAmount` and `maxAmount` of the details.',
  },
  'insufficient-balance': {
    status: 'permission-denied',
    message: 'You do not have enough coins.',
    retry: false,
    remedy: 'Compare `available` in the details with the amount.',
  },
  'too-soon': {
    status: 'permission-denied',
    message: 'You can withdraw once a day.',
    retry: true,
    remedy: 'One request in 24 hours and for each UTC day; wait `retryAfterSeconds`.',
  },
  'not-active-enough': {
    status: 'permission-denied',
    message: 'Play a little more before you withdraw.',
    retry: false,
    remedy: 'The details say how many wins and ads are still missing.',
  },
  blocked: {
    status: 'permission-denied',
    message: 'This withdrawal cannot be made. Support can help.',
    retry: false,
    remedy: 'It scored above the fraud threshold; support finds the facts in the review queue.',
  },
  unknown: {
    status: 'not-found',
    message: 'There is no such withdrawal.',
    retry: false,
    remedy: 'Use the withdrawalId that requestWithdrawal answered, as its owner.',
  },
  'wrong-state': {
    status: 'failed-precondition',
    message: 'This is not possible any more.',
    retry: false,
    remedy: 'Read `status` in the details: PENDING → APPROVED → COMPLETED, or REJECTED, FAILED, CANCELLED.',
  },
  'own-withdrawal': {
    status: 'permission-denied',
    message: 'Somebody else must decide on your own withdrawal.',
    retry: false,
    remedy: 'Staff who play too let another person review and settle what they cash out.',
  },
  'key-missing': {
    status: 'failed-precondition',
    message: 'Withdrawals are not possible right now.',
    retry: true,
    remedy:
      'PAYMENT_KEYS lacks a key version that is in use; the log names it. Put it back, and send the request again.',
  },
  'unreadable-details': {
    status: 'failed-precondition',
    message: 'These payment details cannot be opened.',
    retry: false,
    remedy:
      'The key of this version is not the one that sealed them, or they were changed since; the log names the version. ' +
      'Put the right key back, or reject the withdrawal, so that its coins return and the player can ask again.',
  },
  'not-payable': {
    status: 'failed-precondition',
    message: 'This player cannot be paid.',
    retry: false,
    remedy:
      'The account is not in good standing; `standing` in the details says why. Reject the request or, where it is approved ' +
      'already, let it fail; or lift the standing first with `setStanding`.',
  },
  'same-reviewer': {
    status: 'permission-denied',
    message: 'Another person must approve this as well.',
    retry: false,
    remedy: 'From `withdrawals.twoPersonFrom` on two different people approve.',
  },
});

export const METHODS = ['paypal', 'bank', 'giftcard', 'crypto'] as const;
export const STATUSES = ['PENDING', 'APPROVED', 'COMPLETED', 'REJECTED', 'FAILED', 'CANCELLED'] as const;

const detail = ({ plain, isRight, problem }: DetailField) =>
  z.string().max(LONGEST_PASTED).transform(plain).refine(isRight, problem);

const paypal = z.strictObject({ email: detail(DETAIL_FIELDS.paypal.email) });
const bank = z.strictObject({ iban: detail(DETAIL_FIELDS.bank.iban), name: detail(DETAIL_FIELDS.bank.name) });
const giftcard = z.strictObject({
  brand: detail(DETAIL_FIELDS.giftcard.brand),
  email: detail(DETAIL_FIELDS.giftcard.email),
});
const crypto = z.strictObject({ address: detail(DETAIL_FIELDS.crypto.address) });

const common = {
  /** Coins; the economy configuration may narrow the range. */
  amount: amount.min(1).max(1_000_000_000),
  deviceHash,
  idempotencyKey,
};

const withdrawalId = z.string().regex(/^[0-9a-f]{64}$/);
const status = z.enum(STATUSES);

export const requestWithdrawal = defineCallable({
  name: 'requestWithdrawal',
  effect: 'keyed',
  recordedIn: 'withdrawals',
  sensitive: true,
  access: { kind: 'player' },
  limits: { perUid: 3, perIp: 10 },
  summary: 'Asks to cash out coins; they are held until it is settled.',
  input: z.discriminatedUnion('method', [
    z.strictObject({ ...common, method: z.literal('paypal'), paymentDetails: paypal }),
    z.strictObject({ ...common, method: z.literal('bank'), paymentDetails: bank }),
    z.strictObject({ ...common, method: z.literal('giftcard'), paymentDetails: giftcard }),
    z.strictObject({ ...common, method: z.literal('crypto'), paymentDetails: crypto }),
  ]),
  output: z.object({ withdrawalId, status, amount: nonNegativeAmount, balances, replayed: z.boolean() }),
});

export const cancelWithdrawal = defineCallable({
  name: 'cancelWithdrawal',
  effect: 'keyed',
  sensitive: true,
  access: { kind: 'player' },
  summary: 'Takes a request back while nobody has decided on it; the coins are available again.',
  input: z.strictObject({ withdrawalId, idempotencyKey }),
  output: z.object({ withdrawalId, status, balances, replayed: z.boolean() }),
});

const reason = z.string().trim().min(3).max(500);

export const reviewWithdrawal = defineCallable({
  name: 'reviewWithdrawal',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Approves or rejects a pending withdrawal; a large one stays pending until a second person approves.',
  input: z.discriminatedUnion('decision', [
    z.strictObject({ withdrawalId, decision: z.literal('approve'), idempotencyKey }),
    z.strictObject({ withdrawalId, decision: z.literal('reject'), reason, idempotencyKey }),
  ]),
  output: z.object({
    withdrawalId,
    status,
    /** Different people who have approved so far. */
    approvals: z.int().min(0),
    approvalsNeeded: z.int().min(1),
    replayed: z.boolean(),
  }),
});

export const completeWithdrawal = defineCallable({
  name: 'completeWithdrawal',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Settles an approved withdrawal: paid out, or failed and the coins given back.',
  input: z.discriminatedUnion('outcome', [
    /** `reference` is the payment provider's. */
    z.strictObject({
      withdrawalId,
      outcome: z.literal('completed'),
      reference: z.string().min(1).max(128),
      idempotencyKey,
    }),
    z.strictObject({ withdrawalId, outcome: z.literal('failed'), reason, idempotencyKey }),
  ]),
  output: z.object({ withdrawalId, status, replayed: z.boolean() }),
});

export const revealPaymentDetails = defineCallable({
  name: 'revealPaymentDetails',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Decrypts the payment details of a withdrawal for its review; every look is in the audit log.',
  input: z.strictObject({ withdrawalId }),
  output: z.object({
    withdrawalId,
    uid,
    amount: nonNegativeAmount,
    method: z.enum(METHODS),
    paymentDetails: z.record(z.string(), z.string()),
    status,
    requestedAt: instantMs,
    flagged: z.boolean(),
  }),
});

const place = z.strictObject({ requestedAt: instantMs, withdrawalId });

export const listWithdrawals = defineCallable({
  name: 'listWithdrawals',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Lists withdrawals in one state, the oldest first, without their payment details.',
  input: z.strictObject({
    status: status.default('PENDING'),
    /** `next` of the page before. */
    after: place.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        withdrawalId,
        uid,
        amount: nonNegativeAmount,
        method: z.enum(METHODS),
        status,
        requestedAt: instantMs,
        /** The payee’s as of now: whoever is not active can only be rejected. */
        standing: z.enum(['active', 'frozen', 'banned', 'deleted']),
        /** Whether the payee owes something, and so is paid nothing. */
        inDebt: z.boolean(),
        /** False as well where the owner has deleted the account, and the file of the withdrawal with it. */
        flagged: z.boolean(),
        /** Different people who have approved so far; 0 where the file is gone. */
        approvals: z.int().min(0),
        approvalsNeeded: z.int().min(1),
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: place.nullable(),
  }),
});

export const withdrawalHold = defineHold('withdrawal', {
  held: 'Set aside for a withdrawal',
  captured: 'Withdrawal paid out of what was set aside',
  released: 'Withdrawal not made, what was set aside is back',
});

export const withdrawalUpdated = defineMessage({
  type: 'withdrawal.updated',
  version: 1,
  data: z.object({ withdrawalId, status, amount: nonNegativeAmount, previous: status.nullable() }),
});
