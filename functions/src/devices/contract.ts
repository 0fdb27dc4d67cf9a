import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { deviceHash, idempotencyKey, instantMs, uid } from '../kernel/wire.ts';

export const deviceErrors = defineErrors('devices', {
  'already-bound': {
    status: 'already-exists',
    message: 'This device already belongs to an account.',
    retry: false,
    remedy: 'Sign in to the account that the device is bound to, or use another device.',
  },
  banned: {
    status: 'permission-denied',
    message: 'This device cannot be used. Support can say why.',
    retry: false,
    remedy: 'An account on this device was banned and deleted; the ban stays with the device until support frees it.',
  },
  'too-many-changes': {
    status: 'failed-precondition',
    message: 'You changed devices too often. Please try again later.',
    retry: true,
    remedy: 'Wait until the oldest change leaves the window of `devices.changeWindowDays`.',
  },
});

export const freeDevice = defineCallable({
  name: 'freeDevice',
  effect: 'keyed',
  access: { kind: 'role', role: 'support' },
  summary: 'Frees a device from whoever holds it, and from a ban, where its player cannot; audited with the reason.',
  input: z.strictObject({ deviceHash, reason: z.string().trim().min(10).max(500), idempotencyKey }),
  output: z.object({
    deviceHash,
    /** Who held it; null where nobody did. */
    heldBy: uid.nullable(),
    replayed: z.boolean(),
  }),
});

export const bindDevice = defineCallable({
  name: 'bindDevice',
  effect: 'keyed',
  access: { kind: 'player' },
  limits: { perUid: 5, perIp: 50 },
  summary: 'Moves the caller’s account to another device.',
  input: z.strictObject({ deviceHash, idempotencyKey }),
  output: z.object({ deviceHash, boundAt: instantMs, replayed: z.boolean() }),
});
