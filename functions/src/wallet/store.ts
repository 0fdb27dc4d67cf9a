import { z } from 'zod';
import { CURRENCIES, NO_DEBTS } from '../kernel/money.ts';
import { posting } from '../kernel/posting.ts';
import { balances, debts } from '../kernel/wire.ts';
import { envelope } from '../platform/messaging/outbox.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedAside } from '../platform/storage/stepAside.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { ADJUSTMENT_KINDS } from './contract.ts';

/** The wallet's part of `users/{uid}`: what the player has and owes, and the end of the hash chain. */
export const walletFields = z.object({
  balances,
  /** Missing with players who have had no posting since there are debts. */
  debt: debts.default(NO_DEBTS),
  version: z.int().min(0),
  headHash: z.string(),
  /** By what verification finds it: the day of its newest posting, and its shard. Missing before there was such a posting. */
  movedIn: z.string().optional(),
});
const walletSection = defineSection((uid) => `users/${uid}`, walletFields);
export const walletDoc = (uid: string) => docOf(walletSection, uid);

/**
 * The ledger's part of a journal page, `users/{uid}/days/{date}`: the postings of that day, how many full archives
 * (`{date}-2`, `{date}-3`, …) hold its earlier ones, and the messages that are still to be published.
 */
export const pageFields = z.object({
  uid: z.string(),
  date: z.string(),
  postings: z.array(posting).default([]),
  archives: z.int().min(0).default(0),
  outbox: z.array(envelope).default([]),
  /** Since when the page holds what was not relayed yet (messages, the month's totals); null when all of it was. */
  outboxSince: storedInstant.nullable().default(null),
});
const pageSection = defineSection((path) => path, pageFields);

/** A page or an archive as a reader meets it, who wants to see what is there also where some of it is broken. */
export const journalFields = z.object({
  postings: z.array(z.unknown()).default([]),
  archives: z.int().min(0).default(0),
});

export function pagePath(uid: string, date: string, archive = 0): string {
  return `users/${uid}/days/${date}${archive === 0 ? '' : `-${archive + 1}`}`;
}

export const pageDoc = (uid: string, date: string, archive = 0) => docOf(pageSection, pagePath(uid, date, archive));

/** A hold moves through `held → captured | released` once; `users/{uid}/holds/{holdId}`. */
export const holdFields = z.object({
  uid: z.string(),
  holdId: z.string(),
  currency: z.enum(CURRENCIES),
  amount: z.int().min(1),
  status: z.enum(['held', 'captured', 'released']),
  captured: z.int().min(0),
  reference: z.string(),
  createdAt: storedInstant,
  /** When it releases by itself, which is tried later where it failed; null for a hold that only a decision resolves. */
  expiresAt: storedInstant.nullable(),
  aside: storedAside,
});
const holdSection = defineSection((path) => path, holdFields);
export const holdDoc = (uid: string, holdId: string) => docOf(holdSection, `users/${uid}/holds/${holdId}`);

/** What two people decide of a balance: a correction, or that a debt is let go; `adjustments/{adjustmentId}`. */
export const adjustmentFields = z.object({
  kind: z.enum(ADJUSTMENT_KINDS).default('correction'),
  uid: z.string(),
  currency: z.enum(CURRENCIES),
  amount: z.int(),
  reason: z.string(),
  expectedVersion: z.int().nullable(),
  /** Whether what is taken and not there is owed. */
  allowDebt: z.boolean().default(false),
  requestedBy: z.string(),
  approvedBy: z.string().nullable(),
  status: z.enum(['AWAITING_SECOND_PERSON', 'APPLIED']),
  createdAt: storedInstant,
});
export type Adjustment = z.output<typeof adjustmentFields>;
const adjustmentSection = defineSection((id) => `adjustments/${id}`, adjustmentFields);
export const adjustmentDoc = (id: string) => docOf(adjustmentSection, id);
