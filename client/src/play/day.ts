import { streakPrize } from '../../../functions/src/events/pricingRules.ts';
import { NO_STATS, type Stats } from '../../../functions/src/events/statsRules.ts';
import { addDays, dayStartMs, utcDay } from '../../../functions/src/kernel/time.ts';
import type { ShownAccount } from '../account/shown.ts';

/** A player's day as a game shows it. Days are UTC, by the server's clock as far as it is known. */
export interface Today {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** When the next day begins, in epoch milliseconds of the device's clock. */
  readonly endsAtMs: number;
  /** What was done, with what waits. */
  readonly stats: Stats;
  readonly streak: {
    readonly isClaimed: boolean;
    /** The day in a row that today is once it is claimed, from 1. */
    readonly day: number;
    /** Coins of today's claim, made or still to make. */
    readonly coins: number;
  };
  readonly adsLeft: number;
  readonly spinsLeft: number;
  /** Coins that events may still earn. */
  readonly coinsLeft: number;
}

/** The day at this instant of the device's clock; now unless told. */
export function dayOf(account: ShownAccount, nowMs = Date.now()): Today {
  const date = utcDay(nowMs + account.clockOffsetMs);
  const stats = account.days[date]?.stats ?? NO_STATS;
  const { dailyLimits } = account.prices;
  const { lastDay, days } = account.streak;
  const isClaimed = lastDay === date;
  const goesOn = lastDay !== null && addDays(lastDay, 1) === date;
  const before = goesOn ? days : 0;
  const day = isClaimed ? days : before + 1;
  const left = (limit: number, used: number) => Math.max(0, limit - used);
  return {
    date,
    endsAtMs: dayStartMs(addDays(date, 1)) - account.clockOffsetMs,
    stats,
    streak: { isClaimed, day, coins: streakPrize(account.prices, day) },
    adsLeft: left(dailyLimits.ads, stats.adsWatched),
    spinsLeft: left(dailyLimits.spins, stats.spinsUsed),
    coinsLeft: left(dailyLimits.coins, stats.coinsEarned),
  };
}
