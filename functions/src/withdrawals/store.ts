import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { METHODS, STATUSES } from './contract.ts';

/** What its owner may see, `withdrawals/{id}`; the id is the request's scope, so the document is also its key's record. */
const withdrawalFields = z.object({
  uid: z.string(),
  amount: z.int().min(1),
  method: z.enum(METHODS),
  status: z.enum(STATUSES),
  requestedAt: storedInstant,
  updatedAt: storedInstant,
});
export type Withdrawal = z.output<typeof withdrawalFields>;
const withdrawalSection = defineSection((id) => `withdrawals/${id}`, withdrawalFields);
export const withdrawalDoc = (id: string) => docOf(withdrawalSection, id);

/** What only the server sees, `withdrawalFiles/{id}`: sealed details, who approved, what was suspicious. */
const fileFields = z.object({
  uid: z.string(),
  /** `version.iv.tag.ciphertext`, AES-256-GCM, bound to the withdrawal's id. */
  sealedDetails: z.string(),
  destination: z.string(),
  /** Other hashes of the same destination, at which the account stands as well. */
  formerly: z.array(z.string()).default([]),
  approvals: z.array(z.string()),
  flagged: z.boolean(),
  history: z.array(
    z.object({ status: z.enum(STATUSES), atMs: z.int(), actor: z.string(), note: z.string().nullable() }),
  ),
});
export type WithdrawalFile = z.output<typeof fileFields>;
const fileSection = defineSection((id) => `withdrawalFiles/${id}`, fileFields);
export const fileDoc = (id: string) => docOf(fileSection, id);

/** Accounts that asked for the same destination, `payoutDestinations/{hash}`; the hash is keyed, the text is nowhere. */
const destinationFields = z.object({ uids: z.array(z.string()).max(50) });
const destinationSection = defineSection((hash) => `payoutDestinations/${hash}`, destinationFields);
export const destinationDoc = (hash: string) => docOf(destinationSection, hash);

/** The account's part of it in `users/{uid}`. */
const cadenceFields = z.object({ lastWithdrawalMs: z.int().nullable().default(null) });
const cadenceSection = defineSection((uid) => `users/${uid}`, cadenceFields);
export const cadenceDoc = (uid: string) => docOf(cadenceSection, uid);
