import { z } from 'zod';
import { defineCallable, defineMessage } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { definePosting } from '../kernel/posting.ts';
import { balances, deviceHash, idempotencyKey, nonNegativeAmount, uid } from '../kernel/wire.ts';
import { typedReferralCode } from '../users/contract.ts';

export const referralErrors = defineErrors('referrals', {
  'wrong-device': {
    status: 'invalid-argument',
    message: 'Use the device that your account is on.',
    retry: false,
    remedy: 'Send the hash of the device that the account is bound to, or bind this one first.',
  },
  'unknown-code': {
    status: 'not-found',
    message: 'There is no such code.',
    retry: false,
    remedy: 'Check the code; it has 8 characters and no 0, O, 1, I or L.',
  },
  'own-code': {
    status: 'permission-denied',
    message: 'You cannot use your own code.',
    retry: false,
    remedy: 'A code, and a device that its owner has used, count as the owner’s own.',
  },
  'already-claimed': {
    status: 'permission-denied',
    message: 'You already used a code.',
    retry: false,
    remedy: 'An account claims one code in its life; `referredBy` says whose.',
  },
  mutual: {
    status: 'permission-denied',
    message: 'You cannot use the code of somebody who used yours.',
    retry: false,
    remedy: 'Of two players one has referred the other; both cannot have.',
  },
  'device-used': {
    status: 'permission-denied',
    message: 'This device has already had its bonus.',
    retry: false,
    remedy: 'Whoever is or was on a device whose account was deleted earns no second bonus; sign up without a code.',
  },
  blocked: {
    status: 'permission-denied',
    message: 'This code cannot be used here.',
    retry: false,
    remedy: 'The claim scored above the fraud threshold; support finds the facts in the review queue.',
  },
});

export const claimReferral = defineCallable({
  name: 'claimReferral',
  effect: 'keyed',
  access: { kind: 'player' },
  limits: { perUid: 5, perIp: 20 },
  summary: 'Claims another player’s referral code, once in an account’s life.',
  input: z.strictObject({ referralCode: typedReferralCode, deviceHash, idempotencyKey }),
  output: z.object({ referrerUid: uid, reward: nonNegativeAmount, balances, replayed: z.boolean() }),
});

export const referralUsed = definePosting({ type: 'referral.claim', text: 'Welcome gift for using a friend’s code' });

export const referralPaid = definePosting({
  type: 'referral.credit',
  text: ({ claims }) => (claims === 1 ? 'A friend used your code' : `${claims} friends used your code`),
});

/** Says that `uid` claimed the code of `referrerUid`, who is credited by whoever consumes it. */
export const referralClaimed = defineMessage({
  type: 'referral.claimed',
  version: 1,
  data: z.object({ referrerUid: uid, reward: nonNegativeAmount }),
});
