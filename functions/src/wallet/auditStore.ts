import { z } from 'zod';
import { CURRENCIES, NO_DEBTS } from '../kernel/money.ts';
import { leg, posting } from '../kernel/posting.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { DISCREPANCY_KINDS } from './auditFindings.ts';
import { AUDITED_ACCOUNTS } from './auditTotals.ts';
import { walletFields } from './store.ts';

/**
 * Stored data as verification reads it: of the right shape, but with amounts that the ledger would never write, so that
 * a negative balance or a lost leg is named as what it is and not as unreadable.
 */
const auditedBalance = z.object({ available: z.int(), locked: z.int() });
const auditedBalances = z.object({
  coins: auditedBalance,
  gems: auditedBalance,
  points: auditedBalance,
  eth: auditedBalance,
});
const auditedDebts = z.object({ coins: z.int(), gems: z.int(), points: z.int(), eth: z.int() });
export const auditedWallet = walletFields.extend({
  balances: auditedBalances,
  debt: auditedDebts.default(NO_DEBTS),
});
export const auditedPosting = posting.extend({
  legs: z.array(leg),
  before: auditedBalances,
  after: auditedBalances,
  debt: z.object({ before: auditedDebts, after: auditedDebts }).optional(),
});
export const auditedPage = z.object({ postings: z.array(z.unknown()).default([]) });
/** All that can be known of a posting that does not parse. */
export const numbered = z.object({ sequence: z.int().min(1) });

/** By account and currency, as decimal text, because sums over all users leave the safe integers. */
const decimal = z.string().regex(/^-?\d+$/);
const storedTotals = z.partialRecord(z.enum(AUDITED_ACCOUNTS), z.partialRecord(z.enum(CURRENCIES), decimal));

/** How far a run has come; `ops/verifyLedger`, and one more for each range that is verified by itself. */
const checkpointFields = z.object({
  status: z.enum(['running', 'finished']),
  startedAt: storedInstant,
  /** The last user that is verified and counted. */
  cursor: z.string().nullable(),
  users: z.int(),
  postings: z.int(),
  discrepancies: z.int(),
  totals: storedTotals,
});
const checkpointSection = defineSection((id) => `ops/${id}`, checkpointFields);
export type Checkpoint = z.output<typeof checkpointFields>;
export const checkpointDoc = (id: string) => docOf(checkpointSection, id);

/** What one run or several found; `ledgerDiscrepancies/{id}`, with an id that the same finding has in every run. */
export const discrepancyFields = z.object({
  uid: z.string().nullable(),
  sequence: z.int().nullable(),
  kind: z.enum(DISCREPANCY_KINDS),
  where: z.string(),
  expected: z.string(),
  actual: z.string(),
  firstSeenAt: storedInstant,
  /** The start of the newest run that still found it. */
  lastSeenAt: storedInstant,
});
export const DISCREPANCIES = 'ledgerDiscrepancies';
const discrepancySection = defineSection((id) => `${DISCREPANCIES}/${id}`, discrepancyFields);
export const discrepancyDoc = (id: string) => docOf(discrepancySection, id);
