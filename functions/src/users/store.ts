import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** The account's own part of `users/{uid}`: who it is and whether it may act. */
const accountFields = z.object({
  uid: z.string(),
  status: z.enum(['active', 'frozen', 'banned', 'deleted']),
  createdAt: storedInstant,
  country: z.string().nullable(),
  appVersion: z.string().nullable(),
  referralCode: z.string(),
  referredBy: z.string().nullable(),
  rating: z.int(),
  /** Sign-ins before this instant are over; null where nobody ever signed out everywhere. */
  signedOutAt: storedInstant.nullable().default(null),
});
const accountSection = defineSection((uid) => `users/${uid}`, accountFields);
export const accountDoc = (uid: string) => docOf(accountSection, uid);

/** `referralCodes/{code}`: the document's id makes a code unique. */
const referralCodeSection = defineSection((code) => `referralCodes/${code}`, z.object({ uid: z.string() }));
export const referralCodeDoc = (code: string) => docOf(referralCodeSection, code);
