import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `referralClaims/{claimant}`: what the referrer is owed for one claim. The document's id makes the claim unique. */
const claimFields = z.object({
  uid: z.string(),
  referrerUid: z.string(),
  reward: z.int().min(0),
  claimedAt: storedInstant,
  /** The referrer's uid while the credit is owed, null once it is posted. */
  waitingFor: z.string().nullable(),
  status: z.enum(['WAITING', 'PAID']),
});
export type Claim = z.output<typeof claimFields>;
const claimSection = defineSection((uid) => `referralClaims/${uid}`, claimFields);
export const claimDoc = (uid: string) => docOf(claimSection, uid);
