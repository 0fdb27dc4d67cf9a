import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `referralClaims/{claimant}`: what the referrer is owed for one claim. The document's id makes the claim unique. */
const claimFields = z.object({
  uid: z.string(),
  referrerUid: z.string(),
  reward: z.int().min(0),
  claimedAt: storedInstant,
  /** The referrer's uid while the credit is owed, null once it is posted or never will be. */
  waitingFor: z.string().nullable(),
  /** `HELD` is owed to somebody who cannot be paid now, `VOID` to somebody who never will be. */
  status: z.enum(['WAITING', 'HELD', 'PAID', 'VOID']),
});
export type Claim = z.output<typeof claimFields>;
const claimSection = defineSection((uid) => `referralClaims/${uid}`, claimFields);
export const claimDoc = (uid: string) => docOf(claimSection, uid);

/** `heldReferrers/{uid}`: somebody whose credits are held, and when it was last seen that they still have to be. */
const heldReferrerFields = z.object({ status: z.enum(['HELD', 'FREE']), lookedAt: storedInstant });
const heldReferrerSection = defineSection((uid) => `heldReferrers/${uid}`, heldReferrerFields);
export const heldReferrerDoc = (uid: string) => docOf(heldReferrerSection, uid);
