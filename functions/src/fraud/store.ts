import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { ENTRY_STATUSES } from './contract.ts';

/** What is known of an account's usual places, `risk/{uid}`: server-only, salted hashes, newest last. */
const riskFields = z.object({
  addresses: z.array(z.object({ hash: z.string(), seenAtMs: z.int() })).default([]),
  expireAt: storedInstant,
});
export type Risk = z.output<typeof riskFields>;
const riskSection = defineSection((uid) => `risk/${uid}`, riskFields);
export const riskDoc = (uid: string) => docOf(riskSection, uid);

/** The account's conduct, a part of `users/{uid}`: unlike its places, it is not forgotten. */
const conductFields = z.object({
  /** Refunds and chargebacks so far. */
  chargebacks: z.int().min(0).default(0),
  /** Entries of the review queue that keep the account frozen. */
  frozenBy: z.array(z.string()).default([]),
});
const conductSection = defineSection((uid) => `users/${uid}`, conductFields);
export const conductDoc = (uid: string) => docOf(conductSection, uid);

/** Claims from one address in the last hour, `addressClaims/{hash}`: for comparison only, gone when the TTL is over. */
const addressClaimsFields = z.object({ claimsMs: z.array(z.int()), expireAt: storedInstant });
const addressClaimsSection = defineSection((hash) => `addressClaims/${hash}`, addressClaimsFields);
export const addressClaimsDoc = (hash: string) => docOf(addressClaimsSection, hash);

/** Every block and review flag, with the facts that scored: `fraudLogs/{id}`. */
export const fraudLogFields = z.object({
  uid: z.string(),
  kind: z.enum(['referral', 'withdrawal']),
  verdict: z.enum(['block', 'review']),
  total: z.int(),
  evidence: z.record(z.string(), z.int()),
  subject: z.string(),
  at: storedInstant,
  correlationId: z.string(),
  status: z.enum(ENTRY_STATUSES),
  reviewedBy: z.string().nullable(),
});
export type FraudLog = z.output<typeof fraudLogFields>;
const fraudLogSection = defineSection((id) => `fraudLogs/${id}`, fraudLogFields);
export const fraudLogDoc = (id: string) => docOf(fraudLogSection, id);
