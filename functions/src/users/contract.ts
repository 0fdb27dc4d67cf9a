import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { REFERRAL_PATTERN } from '../kernel/referralCodes.ts';
import { plainCode } from '../kernel/typedText.ts';
import { balances, country, deviceHash, idempotencyKey, uid } from '../kernel/wire.ts';

export const referralCode = z.string().regex(REFERRAL_PATTERN);
/** A referral code as people type it: in either case, with blanks and hyphens wherever somebody put them. */
export const typedReferralCode = z.string().max(64).transform(plainCode).pipe(referralCode);

export const userErrors = defineErrors('users', {
  'already-exists': {
    status: 'already-exists',
    message: 'You already have an account.',
    retry: false,
    remedy: 'Go on with the account that exists; read `users/{uid}`.',
  },
  'not-found': {
    status: 'not-found',
    message: 'Please create your account first.',
    retry: false,
    remedy: 'Call createUser once after the first sign-in.',
  },
  'email-not-accepted': {
    status: 'permission-denied',
    message: 'Please use another e-mail address.',
    retry: false,
    remedy: 'Throw-away addresses and `signUps.refusedEmailDomains` of the economy configuration cannot sign up.',
  },
  'sign-up-banned': {
    status: 'permission-denied',
    message: 'You cannot sign up. Support can say why.',
    retry: false,
    remedy: 'An account with this mailbox, phone number or uid was banned; deleting it does not end the ban.',
  },
  'money-on-its-way': {
    status: 'failed-precondition',
    message: 'Wait for your withdrawal, or cancel it, first.',
    retry: true,
    remedy: 'An account with held money cannot be deleted; settle, cancel or reject its withdrawals.',
  },
  'being-deleted': {
    status: 'failed-precondition',
    message: 'Your old account is still being deleted. Please try again in a few minutes.',
    retry: true,
    remedy: 'Whoever was deleted may come back under the same uid, as somebody new, once the deletion is done.',
  },
  deleted: {
    status: 'permission-denied',
    message: 'This account is deleted.',
    retry: false,
    remedy: 'A deleted account cannot come back; sign up anew.',
  },
  frozen: {
    status: 'permission-denied',
    message: 'Your account is under review.',
    retry: false,
    remedy: 'A frozen account can read and nothing else, until support clears it.',
  },
  banned: {
    status: 'permission-denied',
    message: 'Your account is closed.',
    retry: false,
    remedy: 'A banned account stays closed; support can say why.',
  },
});

export const createUser = defineCallable({
  name: 'createUser',
  effect: 'keyed',
  access: { kind: 'player' },
  limits: { perUid: null, perIp: 50 },
  // Apps call it at every start, and a school behind one address has one class start at a time.
  free: ['users/already-exists'],
  summary: 'Creates the caller’s account, bound to one device.',
  input: z.strictObject({
    deviceHash,
    referralCode: typedReferralCode.optional(),
    country: country.optional(),
    /** Shown to support only; at most 32 characters. */
    appVersion: z
      .string()
      .regex(/^[\x20-\x7e]{1,32}$/)
      .optional(),
    idempotencyKey,
  }),
  output: z.object({ uid, referralCode, balances, replayed: z.boolean() }),
});

export const exportMyData = defineCallable({
  name: 'exportMyData',
  effect: 'read',
  sensitive: true,
  access: { kind: 'player' },
  summary: 'Everything that is stored about the caller, as one JSON document.',
  input: z.strictObject({
    /** Reads on behind this path, the `next` of the response before. */
    after: z.string().min(1).max(2_048).optional(),
  }),
  output: z.object({
    uid,
    /** Epoch milliseconds. */
    exportedAt: z.int(),
    /** What Firebase Auth has of the caller; null on every page but the first. */
    auth: z.record(z.string(), z.unknown()).nullable(),
    /** Documents by path; instants are epoch milliseconds, bytes are base64, sealed details are opened. */
    documents: z.record(z.string(), z.unknown()),
    /** Null but for the longest lives, whose documents do not fit into one response. */
    next: z.string().nullable(),
  }),
});

export const deleteAccount = defineCallable({
  name: 'deleteAccount',
  effect: 'keyed',
  recordedIn: 'deletions',
  isUncopied: true,
  sensitive: true,
  access: { kind: 'player' },
  summary: 'Deletes the caller’s account and personal data for good; the ledger stays, with nobody’s name on it.',
  input: z.strictObject({
    /** Spelled out by the player, so that no stray call deletes anything. */
    confirm: z.literal('DELETE'),
    idempotencyKey,
  }),
  output: z.object({ uid, status: z.enum(['DELETED']), replayed: z.boolean() }),
});

export const signOutEverywhere = defineCallable({
  name: 'signOutEverywhere',
  effect: 'keyed',
  access: { kind: 'player' },
  summary: 'Ends every session of the caller: refresh tokens are revoked, and older ID tokens are refused at once.',
  input: z.strictObject({ idempotencyKey }),
  output: z.object({ uid, signedOutAt: z.int(), replayed: z.boolean() }),
});
