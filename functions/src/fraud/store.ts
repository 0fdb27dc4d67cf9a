import { z } from 'zod';
import { defineSection, docOf, sealedDocOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { ENTRY_STATUSES, IMPOSABLE } from './contract.ts';

/** Where earlier versions kept an account's usual places, `risk/{uid}`: salted hashes, newest last. Nothing is written here. */
const riskFields = z.object({
  addresses: z.array(z.object({ hash: z.string(), seenAtMs: z.int() })).default([]),
  expireAt: storedInstant,
});
export type Risk = z.output<typeof riskFields>;
const riskSection = defineSection((uid) => `risk/${uid}`, riskFields);
export const riskDoc = (uid: string) => docOf(riskSection, uid);

/** An account's conduct, `conduct/{uid}`: unlike its places it is not forgotten, and its player reads none of it. */
const conductFields = z.object({
  /** Refunds and chargebacks so far. */
  chargebacks: z.int().min(0).default(0),
  /** Entries of the review queue that keep the account frozen. */
  frozenBy: z.array(z.string()).default([]),
  /** What was set by hand or by a ban: until when (null where only a decision ends it), and where the log says who and why. */
  imposed: z
    .object({ standing: z.enum(IMPOSABLE), untilMs: z.int().nullable(), auditId: z.string().nullable() })
    .nullable()
    .default(null),
  /** Whether what a ban ends is still to be ended. */
  isEnding: z.boolean().default(false),
  /** Whether there is anything left to do by itself, and when. */
  work: z.enum(['WAITING', 'DONE']).default('DONE'),
  workAt: storedInstant.nullable().default(null),
});
export type Conduct = z.output<typeof conductFields>;
const conductSection = defineSection((uid) => `conduct/${uid}`, conductFields);
export const conductDoc = (uid: string) => docOf(conductSection, uid);

/** Where an account is used from, newest last (`placeRules.ts`), sealed in `users/{uid}`, so that a batch learns of it. */
const placesFields = z.object({
  places: z.array(z.tuple([z.string(), z.int(), z.int()])).default([]),
});
const placesSection = defineSection((uid) => `users/${uid}`, placesFields);
export const placesDoc = (uid: string) => sealedDocOf(placesSection, uid);

/** When its places are to be forgotten, which says no more than when its player was last here. */
const untilFields = z.object({
  /** The last UTC day on which any of them may be known; null where there are none. */
  placesUntil: z.string().nullable().default(null),
});
const untilSection = defineSection((uid) => `users/${uid}`, untilFields);
export const untilDoc = (uid: string) => docOf(untilSection, uid);

/** What of its conduct earlier versions kept in `users/{uid}`, where its player reads it. */
const formerConductFields = z.object({
  chargebacks: z.int().min(0).optional(),
  frozenBy: z.array(z.string()).optional(),
});
const formerConductSection = defineSection((uid) => `users/${uid}`, formerConductFields);
export const formerConductDoc = (uid: string) => docOf(formerConductSection, uid);
export const FORMER_CONDUCT = Object.keys(formerConductFields.shape);

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
  /** How often it was tried while the entry was open, and when last; what scored is that of the most suspicious time. */
  count: z.int().min(1).default(1),
  lastAt: storedInstant.nullable().default(null),
  correlationId: z.string(),
  status: z.enum(ENTRY_STATUSES),
  reviewedBy: z.string().nullable(),
});
export type FraudLog = z.output<typeof fraudLogFields>;
const fraudLogSection = defineSection((id) => `fraudLogs/${id}`, fraudLogFields);
export const fraudLogDoc = (id: string) => docOf(fraudLogSection, id);

/** The entry of each kind that an account's blocks go to while it is open, `openBlocks/{uid}`. */
const openBlocksFields = z.object({
  referral: z.string().nullable().default(null),
  withdrawal: z.string().nullable().default(null),
});
const openBlocksSection = defineSection((uid) => `openBlocks/${uid}`, openBlocksFields);
export const openBlocksDoc = (uid: string) => docOf(openBlocksSection, uid);
