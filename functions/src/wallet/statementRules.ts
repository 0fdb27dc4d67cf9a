import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { CURRENCIES, type Currency } from '../kernel/money.ts';
import type { PostingKind } from '../kernel/posting.ts';
import { addDays, dayStartMs, HOUR_MS, isDay, utcDay } from '../kernel/time.ts';
import { walletErrors } from './contract.ts';
import type { Posting } from './rules.ts';

/** Which lines of a ledger somebody wants to read, and what a line says. */
export interface Wanted {
  readonly currency?: Currency | undefined;
  readonly type?: string | undefined;
  /** UTC days on which it was posted, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A posting's line of one currency. Amounts are in minor units. */
export interface Line {
  readonly sequence: number;
  readonly at: number;
  readonly type: string;
  readonly currency: Currency;
  /** What it changed of what can be spent; all lines of a currency add up to what is available. */
  readonly amount: number;
  /** What it changed of what is set aside. */
  readonly locked: number;
  /** What it changed of what is owed. */
  readonly debt: number;
  readonly after: { readonly available: number; readonly locked: number; readonly debt: number };
  readonly reference: string;
}

/** Its lines that are wanted, one for each currency of the posting, in a fixed order. */
export function linesOf(posting: Posting, wanted: Wanted): Line[] {
  const { sequence, postedAtMs, type, legs, after, debt, reference } = posting;
  const day = utcDay(postedAtMs);
  if (wanted.type !== undefined && wanted.type !== type) return [];
  if (day > (wanted.to ?? day) || day < (wanted.from ?? day)) return [];
  const moved = CURRENCIES.filter((currency) => legs.some((leg) => leg.currency === currency));
  return moved
    .filter((currency) => currency === (wanted.currency ?? currency))
    .map((currency) => {
      const [amount, locked] = [changeOf(posting, currency, 'available'), changeOf(posting, currency, 'locked')];
      const owed = { before: debt?.before[currency] ?? 0, after: debt?.after[currency] ?? 0 };
      const left = { ...after[currency], debt: owed.after };
      const changed = { amount, locked, debt: owed.after - owed.before };
      return { sequence, at: postedAtMs, type, currency, ...changed, after: left, reference };
    });
}

function changeOf({ before, after }: Posting, currency: Currency, part: 'available' | 'locked'): number {
  return after[currency][part] - before[currency][part];
}

/** By how much the clocks of two instances may differ, and a later number so bear an earlier instant. */
const CLOCKS_MS = HOUR_MS;

/** Whether nothing that is wanted can be older than this posting. */
export function isBefore({ postedAtMs }: Posting, { from }: Wanted): boolean {
  return from !== undefined && postedAtMs < dayStartMs(from) - CLOCKS_MS;
}

/** Where the reading of a ledger goes on: opaque to those who carry it. */
export interface Place {
  /** The next posting to be told. */
  readonly sequence: number;
  /** So many of its lines have been told. */
  readonly told: number;
  /** The newest day whose page it can stand on. */
  readonly day: string;
}

/** Before anything was told: from the newest posting on, or from the newest that can be of the last wanted day. */
function firstPlace(version: number, nowMs: number, { to }: Wanted): Place {
  const last = to === undefined || to > utcDay(nowMs) ? utcDay(nowMs) : to;
  return { sequence: version, told: 0, day: addDays(last, 1) };
}

/** After a posting, or after some of its lines. */
export function placeAfter({ sequence, postedAtMs }: Posting, told?: number): Place {
  const day = addDays(utcDay(postedAtMs + CLOCKS_MS), 1);
  return told === undefined ? { sequence: sequence - 1, told: 0, day } : { sequence, told, day };
}

export function writePlace({ sequence, told, day }: Place): string {
  return btoa(`${sequence}:${told}:${day}`).replaceAll('=', '');
}

const PLACE = /^(\d{1,16}):(\d):(.{10})$/;

/** Where to begin: where an earlier page ended, or at the newest posting. */
export function decidePlace(
  after: string | undefined,
  version: number,
  nowMs: number,
  wanted: Wanted,
): Decision<Place> {
  if (after === undefined) return decided(firstPlace(version, nowMs, wanted));
  const [, sequence, told, day = ''] = PLACE.exec(plainText(after)) ?? [];
  if (!isDay(day)) return refuse(walletErrors['unknown-place']);
  return decided({ sequence: Number(sequence), told: Number(told), day });
}

function plainText(encoded: string): string {
  try {
    return atob(encoded);
  } catch {
    return '';
  }
}

/** What a posting is called where its player reads it, in the words of the domain that made it. */
export function textOf({ type, details }: Posting, kinds: readonly PostingKind[]): string {
  const named = kinds.filter((one) => one.type === type);
  const fitting = named.find(({ purpose }) => purpose === details.reference);
  const { text = 'A change of your balance' } = fitting ?? named.find(({ purpose }) => purpose === undefined) ?? {};
  return typeof text === 'string' ? text : text(details);
}
