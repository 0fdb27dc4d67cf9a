import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** The account's own part of `users/{uid}`: who it is and whether it may act. */
const accountFields = z.object({
  uid: z.string(),
  status: z.enum(['active', 'frozen', 'banned', 'deleted']),
  /** When it ends by itself and what it becomes then; null where only a decision ends it. */
  standingUntil: storedInstant.nullable().default(null),
  standingNext: z.enum(['active', 'frozen']).default('active'),
  createdAt: storedInstant,
  country: z.string().nullable(),
  appVersion: z.string().nullable(),
  referralCode: z.string(),
  referredBy: z.string().nullable(),
  rating: z.int(),
  /** Sign-ins before this instant are over; null where nobody ever signed out everywhere. */
  signedOutAt: storedInstant.nullable().default(null),
  /** Whether what was kept of it stands under a pseudonym already, and nothing of it counts here any more. */
  isTakenOver: z.boolean().default(false),
});
const accountSection = defineSection((uid) => `users/${uid}`, accountFields);
export const accountDoc = (uid: string) => docOf(accountSection, uid);

/** `referralCodes/{code}`: the document's id makes a code unique. */
const referralCodeSection = defineSection((code) => `referralCodes/${code}`, z.object({ uid: z.string() }));
export const referralCodeDoc = (code: string) => docOf(referralCodeSection, code);
