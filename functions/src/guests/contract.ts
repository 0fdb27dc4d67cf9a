import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { definePosting } from '../kernel/posting.ts';
import { balances, deviceHash, idempotencyKey, uid } from '../kernel/wire.ts';

export const guestErrors = defineErrors('guests', {
  'unknown-guest': {
    status: 'permission-denied',
    message: 'We cannot tell who played on this device before. Support can help.',
    retry: false,
    remedy:
      'Send a fresh ID token of the guest who was signed in here, and not of anybody with a sign-in of their own. ' +
      'Where it is lost, support frees the device with freeDevice.',
  },
  'not-active': {
    status: 'permission-denied',
    message: 'The guest on this device is under review. Support can help.',
    retry: false,
    remedy: 'A guest who is frozen or banned is decided on first; support can free the device with freeDevice.',
  },
});

export const adoptGuest = defineCallable({
  name: 'adoptGuest',
  effect: 'keyed',
  sensitive: true,
  access: { kind: 'player' },
  limits: { perUid: 5, perIp: 50 },
  summary: 'Moves a device from the guest who was on it to the caller’s account, and closes the guest.',
  input: z.strictObject({
    /** The guest's own Firebase ID token. */
    guestToken: z.string().min(1).max(4_096),
    deviceHash,
    idempotencyKey,
  }),
  output: z.object({ uid, deviceHash, balances, replayed: z.boolean() }),
});

/** What a guest had, as it leaves the guest and as it comes to the account, in one transaction. */
export const guestLeft = definePosting({ type: 'guests.leave', text: 'Moved to the account that you signed in to' });
export const guestJoined = definePosting({ type: 'guests.join', text: 'Brought along from playing as a guest' });
