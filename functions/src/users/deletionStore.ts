import { z } from 'zod';
import { randomHex } from '../platform/crypto/crypto.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedAside } from '../platform/storage/stepAside.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `deletions/{scope}`: an account that is being, or was, deleted; the document is also the request's record. */
export const deletionFields = z.object({
  /** Once it is done, the pseudonym. */
  uid: z.string(),
  /** The name under which the ledger stays; missing where an earlier version began the deletion. */
  pseudonym: z.string().nullable().default(null),
  status: z.enum(['RUNNING', 'DONE']),
  /** When it began, or, where it could not be ended, when it is tried again. */
  startedAt: storedInstant,
  aside: storedAside,
  /** Devices that still have to forget the account; none once it is done. */
  devices: z.array(z.string()).default([]),
  /** Until when somebody is at work on it, who is gone by then whatever happened; null where nobody is. */
  takenUntil: storedInstant.nullable().default(null),
  /** The token of whoever is at work, without which none of their commits holds (`platform/storage/fence.ts`). */
  takenBy: z.string().nullable().default(null),
  /** Whether the sign-in is gone: whoever signs in under the uid since is somebody else's to sign out. */
  isSignInGone: z.boolean().default(false),
});
export type Deletion = z.output<typeof deletionFields>;
const deletionSection = defineSection((id) => `deletions/${id}`, deletionFields);
export const deletionDoc = (id: string) => docOf(deletionSection, id);

/** A name that leads to nobody. */
export function newPseudonym(): string {
  return `former-${randomHex(16)}`;
}
