import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { deviceHash, idempotencyKey, instantMs } from '../kernel/wire.ts';

export const deviceErrors = defineErrors('devices', {
  'already-bound': {
    status: 'already-exists',
    message: 'This device already belongs to an account.',
    retry: false,
    remedy: 'Sign in to the account that the device is bound to, or use another device.',
  },
  'too-many-changes': {
    status: 'failed-precondition',
    message: 'You changed devices too often. Please try again later.',
    retry: true,
    remedy: 'Wait until the oldest change leaves the window of `devices.changeWindowDays`.',
  },
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
