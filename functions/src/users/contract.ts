import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { balances, country, deviceHash, idempotencyKey, uid } from '../kernel/wire.ts';

/** Without 0, O, 1, I and L, so that a code survives being read aloud. */
export const REFERRAL_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const REFERRAL_LENGTH = 8;
export const referralCode = z.string().regex(new RegExp(`^[${REFERRAL_ALPHABET}]{${REFERRAL_LENGTH}}$`));

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
  summary: 'Creates the caller’s account, bound to one device.',
  input: z.strictObject({
    deviceHash,
    referralCode: referralCode.optional(),
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
