import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { type Decision, decided, refuse } from '../kernel/decision.ts';
import {
  addAmounts,
  type Balance,
  type Balances,
  CURRENCIES,
  type Currency,
  type Debts,
  sumAmounts,
} from '../kernel/money.ts';
import type { COUNTER_ACCOUNTS, leg, posting } from '../kernel/posting.ts';
import { addDays, utcDay } from '../kernel/time.ts';
import { walletErrors } from './contract.ts';

/**
 * The arithmetic of the ledger. Money only moves between accounts (legs sum to zero), what a player has and owes never goes
 * below zero, and each posting carries the balances before and after it and is chained to the one before by a hash.
 */
export type Leg = z.output<typeof leg>;
export type Posting = z.output<typeof posting>;
export type CounterAccount = (typeof COUNTER_ACCOUNTS)[number];

export interface Wallet {
  readonly balances: Balances;
  /** Of a currency that is owed nothing is available: whatever comes in pays first. */
  readonly debt: Debts;
  /** Number of postings so far. */
  readonly version: number;
  /** Hash of the newest posting, or of the player's genesis. */
  readonly headHash: string;
}

/** What a use case asks to post; the rules add number, balances and hash. */
export type PostingDraft = Pick<
  Posting,
  'type' | 'postedAtMs' | 'legs' | 'reference' | 'actor' | 'correlationId' | 'configVersion' | 'details'
>;

/** The `actor` of what staff did: a posting is for ever and its player's to read, so it names none of them. */
export const STAFF = 'staff';

export type Sha256Hex = (text: string) => string;

/** Legs that move `amount` (positive: to the player) between a counter-account and the player's available balance. */
export function transferLegs(from: CounterAccount, currency: Currency, amount: number): Leg[] {
  return [
    { account: 'available', currency, amount },
    { account: from, currency, amount: -amount },
  ];
}

export function holdLegs(currency: Currency, amount: number): Leg[] {
  return [
    { account: 'available', currency, amount: -amount },
    { account: 'locked', currency, amount },
  ];
}

/** Takes `captured` of a hold of `held` to a counter-account; the rest becomes available again. */
export function captureLegs(to: CounterAccount, currency: Currency, held: number, captured: number): Leg[] {
  const legs: Leg[] = [
    { account: 'locked', currency, amount: -held },
    { account: to, currency, amount: captured },
  ];
  if (held > captured) legs.push({ account: 'available', currency, amount: held - captured });
  return legs;
}

/** Whether a hold has come to its end, epoch milliseconds; one without an end never has. */
export function hasExpired(expiresAtMs: number | null, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

export function releaseLegs(currency: Currency, held: number): Leg[] {
  return [
    { account: 'locked', currency, amount: -held },
    { account: 'available', currency, amount: held },
  ];
}

/** Moves the player's side of `legs`; refused where an account would go below zero. */
export function applyLegs(balances: Balances, legs: readonly Leg[]): Decision<Balances> {
  requireBalanced(legs);
  const after: Record<Currency, Balance> = { ...balances };
  for (const { account, currency, amount } of legs) {
    if (account !== 'available' && account !== 'locked') continue;
    const balance = after[currency];
    after[currency] = { ...balance, [account]: addAmounts(balance[account], amount) };
  }
  for (const { currency, account } of legs) {
    if (account === 'available' && after[currency].available < 0) {
      return refuse(walletErrors['insufficient-balance'], { currency, available: balances[currency].available });
    }
    invariant(after[currency].locked >= 0, `locked ${currency} would go below zero`);
  }
  return decided(after);
}

/** Moves what is owed by the legs on `debt`. */
export function applyDebt(debt: Debts, legs: readonly Leg[]): Debts {
  const after: Record<Currency, number> = { ...debt };
  for (const { account, currency, amount } of legs) {
    if (account === 'debt') after[currency] = addAmounts(after[currency], -amount);
  }
  for (const currency of CURRENCIES) invariant(after[currency] >= 0, `more ${currency} paid back than was owed`);
  return after;
}

export function isOwing(debt: Debts): boolean {
  return CURRENCIES.some((currency) => debt[currency] > 0);
}

/** What pays a debt as soon as something is available of its currency; none where nothing is owed or nothing is there. */
export function paymentLegs({ balances, debt }: Pick<Wallet, 'balances' | 'debt'>): Leg[] {
  return CURRENCIES.flatMap((currency): Leg[] => {
    const amount = Math.min(debt[currency], balances[currency].available);
    if (amount === 0) return [];
    return [
      { account: 'available', currency, amount: -amount },
      { account: 'debt', currency, amount },
    ];
  });
}

function requireBalanced(legs: readonly Leg[]): void {
  for (const currency of new Set(legs.map((one) => one.currency))) {
    const sum = sumAmounts(legs.filter((one) => one.currency === currency).map((one) => one.amount));
    invariant(sum === 0, `legs in ${currency} sum to ${sum}`);
  }
}

/** Decides the next posting of a wallet and the wallet after it. */
export function nextPosting(
  wallet: Wallet,
  draft: PostingDraft,
  sha256Hex: Sha256Hex,
): Decision<{ readonly posting: Posting; readonly wallet: Wallet }> {
  const applied = applyLegs(wallet.balances, draft.legs);
  if (!applied.ok) return applied;
  const debt = applyDebt(wallet.debt, draft.legs);
  const owed = isOwing(wallet.debt) || isOwing(debt) ? { debt: { before: wallet.debt, after: debt } } : {};
  const unsealed = {
    ...draft,
    sequence: wallet.version + 1,
    before: wallet.balances,
    after: applied.value,
    ...owed,
    previousHash: wallet.headHash,
  };
  const sealed: Posting = { ...unsealed, hash: postingHash(unsealed, sha256Hex) };
  return decided({
    posting: sealed,
    wallet: { balances: applied.value, debt, version: sealed.sequence, headHash: sealed.hash },
  });
}

/** How many days after its page's day something may be posted: a week for what was earned offline, and one for clocks. */
export const MAX_DAYS_LATE = 8;

/** Whether the page of `day` is where a posting of this instant may stand: its own day's, tomorrow's, or one of a late event. */
export function isNearPage(day: string, postedAtMs: number): boolean {
  const today = utcDay(postedAtMs);
  return day >= addDays(today, -MAX_DAYS_LATE) && day <= addDays(today, 1);
}

/** The chain's first link, different for each player so that no chain can be passed off as another's. */
export function genesisHash(uid: string, sha256Hex: Sha256Hex): string {
  return sha256Hex(`earnplay:ledger:${uid}`);
}

/** SHA-256 over all fields but the hash itself, in a fixed order that does not depend on how they were stored. */
export function postingHash(unsealed: Omit<Posting, 'hash'>, sha256Hex: Sha256Hex): string {
  const { sequence, type, postedAtMs, legs, before, after, reference, actor } = unsealed;
  const { correlationId, configVersion, details, previousHash, debt } = unsealed;
  const fields = [sequence, type, postedAtMs, legs.map(legFields), balanceFields(before), balanceFields(after)];
  const facts = Object.entries(details).sort(([left], [right]) => (left < right ? -1 : 1));
  const owed = debt === undefined ? [] : [debtFields(debt.before), debtFields(debt.after)];
  const about = [reference, actor, correlationId, configVersion, facts, previousHash, ...owed];
  return sha256Hex(JSON.stringify([...fields, ...about]));
}

function legFields({ account, currency, amount }: Leg): readonly unknown[] {
  return [account, currency, amount];
}

function debtFields({ coins, gems, points, eth }: Debts): readonly number[] {
  return [coins, gems, points, eth];
}

function balanceFields(balances: Balances): readonly unknown[] {
  const { coins, gems, points, eth } = balances;
  return [coins, gems, points, eth].flatMap(({ available, locked }) => [available, locked]);
}
