import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `devices/{deviceHash}`: who holds the device now (null when its account moved on) and who held it before. */
const deviceFields = z.object({
  uid: z.string().nullable(),
  boundAt: storedInstant,
  /** At most the newest {@link MAX_HISTORY} holders. */
  history: z.array(z.object({ uid: z.string(), boundAtMs: z.int() })),
});
const deviceSection = defineSection((hash) => `devices/${hash}`, deviceFields);
export const deviceDoc = (hash: string) => docOf(deviceSection, hash);

export const MAX_HISTORY = 50;

/** The device's part of `users/{uid}`. */
const bindingFields = z.object({
  deviceHash: z.string().nullable(),
  /** Instants of the account's moves to other devices, epoch milliseconds. */
  deviceChangesMs: z.array(z.int()),
  /** The devices that the account has moved away from, at most the newest {@link MAX_HISTORY}. */
  earlierDevices: z.array(z.string()).default([]),
});
export type Binding = z.output<typeof bindingFields>;
const bindingSection = defineSection((uid) => `users/${uid}`, bindingFields);
export const bindingDoc = (uid: string) => docOf(bindingSection, uid);
