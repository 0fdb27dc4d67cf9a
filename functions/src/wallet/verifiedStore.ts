import { z } from 'zod';
import { NO_DEBTS } from '../kernel/money.ts';
import { balances, debts } from '../kernel/wire.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/**
 * How far a player's ledger is verified, `users/{uid}/checkpoints/ledger`. The posting after it names its hash and its
 * balances under a seal of its own, and a replay compares it with the posting that it names: it cannot be changed unnoticed.
 */
const verifiedFields = z.object({
  uid: z.string(),
  sequence: z.int().min(0),
  hash: z.string(),
  balances,
  debt: debts.default(NO_DEBTS),
  postedOn: z.string().nullable(),
  verifiedAt: storedInstant,
});
/** Whether a ledger has got another name, and nothing counts any more of what stands under its uid. */
const leftSection = defineSection((uid) => `users/${uid}`, z.object({ isTakenOver: z.boolean().default(false) }));
export const leftDoc = (uid: string) => docOf(leftSection, uid);

const verifiedSection = defineSection((uid) => `users/${uid}/checkpoints/ledger`, verifiedFields);
export const verifiedDoc = (uid: string) => docOf(verifiedSection, uid);

/** How far the run of one shard over what has moved has come; `ops/{run}-{shard}`. */
const shardFields = z.object({
  status: z.enum(['running', 'finished']),
  startedAt: storedInstant,
  /** When the run before it began, whose discrepancies are looked at again; null before the first. */
  previousAt: storedInstant.nullable(),
  /** The UTC day whose wallets are being visited; null while it is what the run before has found. */
  day: z.string().nullable(),
  /** The last day that this run visits. */
  throughDay: z.string(),
  /** The last document of the list that is done: a player, or a discrepancy. */
  cursor: z.string().nullable(),
  /** Wallets that were looked at. */
  users: z.int(),
  /** Those of them that had moved, or were broken. */
  moved: z.int(),
  /** What was verified of them. */
  postings: z.int(),
  discrepancies: z.int(),
});
const shardSection = defineSection((name) => `ops/${name}`, shardFields);
export type ShardRun = z.output<typeof shardFields>;
export const shardDoc = (run: string, shard: number) => docOf(shardSection, `${run}-${shard}`);

/** The UTC day up to which all shards are done, so that a run with nothing to do costs one read; `ops/{run}`. */
const doneFields = z.object({ day: z.string() });
const doneSection = defineSection((run) => `ops/${run}`, doneFields);
export const doneDoc = (run: string) => docOf(doneSection, run);
