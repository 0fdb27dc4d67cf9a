import { z } from 'zod';
import { amount, balances, currency, debts } from './wire.ts';

/** Where the other leg of a posting stands: the accounts that are not a player's. */
export const COUNTER_ACCOUNTS = [
  ...(['rewards', 'shop', 'payouts', 'house', 'deposits', 'adjustments', 'opening'] as const),
  /** What goes from one player to another: nothing, once both sides are posted. */
  'transfers',
] as const;

export const counterAccount = z.enum(COUNTER_ACCOUNTS);

/**
 * One side of a posting. A player has an `available`, a `locked` and a `debt` account of each currency; what is owed stands on
 * the last one as a negative sum, so that money adds up to nothing also where somebody owes some.
 */
export const leg = z.object({
  account: z.enum(['available', 'locked', 'debt', ...COUNTER_ACCOUNTS]),
  currency,
  amount,
});

/** An immutable entry of a player's ledger; its legs sum to zero for each currency. */
export const posting = z.object({
  /** 1, 2, 3, … for each player; also the wallet's version after the posting. */
  sequence: z.int().min(1),
  /** What happened, such as `events.credit` or `hold.capture`. */
  type: z.string(),
  /** Epoch milliseconds at which the server posted it. */
  postedAtMs: z.int(),
  legs: z.array(leg).min(2).max(16),
  before: balances,
  after: balances,
  /** What the player owes before and after it; left out where that is nothing both times. */
  debt: z.object({ before: debts, after: debts }).optional(),
  /** What the posting is about, such as a hold's or an adjustment's id. */
  reference: z.string(),
  /**
   * The player's uid, `system:` and a task's name, or `staff`; then `details.auditId` is the entry of the audit log that says
   * who and why. Postings of before may have a staff member's uid and words, which their hash seals.
   */
  actor: z.string(),
  correlationId: z.string(),
  configVersion: z.int().min(0),
  /** Plain facts that explain the amount. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  previousHash: z.string(),
  hash: z.string(),
});

/**
 * What makes a posting of one type, and how that is told to the player whose money it moved. Each domain declares its own
 * beside its contract, so that a ledger can be read by whoever knows none of them.
 */
export interface PostingKind {
  /** Stored with the posting, such as `events.credit`. */
  readonly type: string;
  /** Which holds it is about, where postings of one type move the holds of several domains. */
  readonly purpose?: string;
  /** One line without a full stop, for the player; a function where the posting's own facts say more. */
  readonly text: string | ((details: PostingDetails) => string);
}

export type PostingDetails = Readonly<Record<string, string | number>>;

export function definePosting<const Type extends string>(kind: PostingKind & { readonly type: Type }): PostingKind {
  return kind;
}

/** What a domain reserves money for, and how each step of such a reservation is told. */
export interface HoldKind {
  /** Stored with the hold and with each posting that moves it, such as `withdrawal`. */
  readonly purpose: string;
  readonly postings: readonly PostingKind[];
}

export const HOLD_CREATED = 'hold.create';
export const HOLD_CAPTURED = 'hold.capture';
export const HOLD_RELEASED = 'hold.release';

export function defineHold(
  purpose: string,
  texts: Readonly<Record<'held' | 'captured' | 'released', string>>,
): HoldKind {
  return {
    purpose,
    postings: [
      { type: HOLD_CREATED, purpose, text: texts.held },
      { type: HOLD_CAPTURED, purpose, text: texts.captured },
      { type: HOLD_RELEASED, purpose, text: texts.released },
    ],
  };
}
