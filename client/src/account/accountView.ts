import { type DayState, EMPTY_DAY } from '../../../functions/src/events/dayRules.ts';
import type { Streak } from '../../../functions/src/events/eventRules.ts';
import type { SpinSeed } from '../../../functions/src/events/spinSeedRules.ts';
import { NO_STATS, type Stats } from '../../../functions/src/events/statsRules.ts';
import { type Balances, CURRENCIES, ZERO_BALANCE, ZERO_BALANCES } from '../../../functions/src/kernel/money.ts';
import { isRecord } from '../errors.ts';

/** What the server last told of the player, as far as balances and prices depend on it. */
export interface AccountView {
  /** When the account came to be, epoch milliseconds; 0 where that is not known. */
  readonly createdAtMs: number;
  /** The wallet's version; of two views the one with the higher version is newer. */
  readonly version: number;
  readonly balances: Balances;
  /** Coins that events have earned in the player's lifetime: tells what of a new balance came from events. */
  readonly coinsEarned: number;
  /** What the player has done in all; behind {@link coinsEarned} between an answer and the listener. */
  readonly lifetime: Stats;
  /** The counters of one UTC day, the last that the server showed. */
  readonly today: { readonly date: string | null; readonly stats: Stats };
  readonly streak: Streak;
  readonly spinSeeds: readonly SpinSeed[];
}

export const NO_ACCOUNT: AccountView = {
  createdAtMs: 0,
  version: 0,
  balances: ZERO_BALANCES,
  coinsEarned: 0,
  lifetime: NO_STATS,
  today: { date: null, stats: NO_STATS },
  streak: { lastDay: null, days: 0 },
  spinSeeds: [],
};

/** The day as far as it is known here: its counters, not yet which games it had. */
export function knownDays({ today }: AccountView): ReadonlyMap<string, DayState> {
  return new Map(today.date === null ? [] : [[today.date, { ...EMPTY_DAY, stats: today.stats }]]);
}

/** Reads `users/{uid}`; undefined where it does not look like a player. Fields that are missing count as nothing. */
export function accountView(data: unknown): AccountView | undefined {
  if (!isRecord(data) || !isRecord(data.balances)) return undefined;
  const { createdAt, balances, version, stats, today, streak, spinSeeds } = data;
  const lifetime = numbersIn(stats, NO_STATS);
  return {
    createdAtMs: instantIn(createdAt),
    version: numberIn(version),
    balances: balancesIn(balances),
    coinsEarned: lifetime.coinsEarned,
    lifetime,
    today: { date: isRecord(today) ? textIn(today.date) : null, stats: numbersIn(today, NO_STATS) },
    streak: isRecord(streak) ? { lastDay: textIn(streak.lastDay), days: numberIn(streak.days) } : NO_ACCOUNT.streak,
    spinSeeds: Array.isArray(spinSeeds) ? spinSeeds.filter(isSeed) : [],
  };
}

/** Reads what {@link accountView} made and this device kept. */
export function isAccountView(value: unknown): value is AccountView {
  return isRecord(value) && isRecord(value.balances) && isRecord(value.today) && isRecord(value.streak);
}

function balancesIn(data: unknown): Balances {
  const known = isRecord(data) ? data : {};
  const entries = CURRENCIES.map((currency) => [currency, numbersIn(known[currency], ZERO_BALANCE)]);
  return { ...ZERO_BALANCES, ...Object.fromEntries(entries) };
}

/** The numbers of `data` that `zeros` names. */
function numbersIn<Numbers extends object>(data: unknown, zeros: Numbers): Numbers {
  const known = isRecord(data) ? data : {};
  return { ...zeros, ...Object.fromEntries(Object.keys(zeros).map((name) => [name, numberIn(known[name])])) };
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Epoch milliseconds of a Firestore timestamp, whichever SDK made it; 0 of anything else. */
export function instantIn(value: unknown): number {
  return isRecord(value) && typeof value.toMillis === 'function' ? numberIn(value.toMillis()) : 0;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isSeed(value: unknown): value is SpinSeed {
  return isRecord(value) && typeof value.fromDay === 'string' && typeof value.seed === 'string';
}
