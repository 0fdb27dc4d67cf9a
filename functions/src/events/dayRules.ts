import type { EventType } from './contract.ts';
import { NO_PLAY, type PlayTime } from './plausibilityRules.ts';

/** What a player did; the same shape for a day, a month and a lifetime. Coins are those that events earned. */
export interface Stats {
  readonly events: number;
  readonly gamesPlayed: number;
  readonly gamesWon: number;
  readonly adsWatched: number;
  readonly spinsUsed: number;
  readonly streaksClaimed: number;
  readonly coinsEarned: number;
  /** Games refused because they overlapped others. */
  readonly implausible: number;
}

export const NO_STATS: Stats = {
  events: 0,
  gamesPlayed: 0,
  gamesWon: 0,
  adsWatched: 0,
  spinsUsed: 0,
  streaksClaimed: 0,
  coinsEarned: 0,
  implausible: 0,
};

export function addStats(left: Stats, right: Stats): Stats {
  return {
    events: left.events + right.events,
    gamesPlayed: left.gamesPlayed + right.gamesPlayed,
    gamesWon: left.gamesWon + right.gamesWon,
    adsWatched: left.adsWatched + right.adsWatched,
    spinsUsed: left.spinsUsed + right.spinsUsed,
    streaksClaimed: left.streaksClaimed + right.streaksClaimed,
    coinsEarned: left.coinsEarned + right.coinsEarned,
    implausible: left.implausible + right.implausible,
  };
}

/** What one credited event adds to the stats. */
export function statsOf(type: EventType, coins: number): Stats {
  const isGame = type === 'GAME_WON' || type === 'GAME_LOST';
  return {
    ...NO_STATS,
    events: 1,
    gamesPlayed: isGame ? 1 : 0,
    gamesWon: type === 'GAME_WON' ? 1 : 0,
    adsWatched: type === 'AD_WATCHED' ? 1 : 0,
    spinsUsed: type === 'SPIN_CLAIMED' ? 1 : 0,
    streaksClaimed: type === 'STREAK_CLAIMED' ? 1 : 0,
    coinsEarned: coins,
  };
}

/** Remembered in the place of coins: an implausible game is counted once, however often it is sent. */
export const IMPLAUSIBLE = -1;

/** One UTC day of one player, as far as the pricing of its events depends on it. */
export interface DayState {
  readonly stats: Stats;
  readonly winsByGame: Readonly<Record<string, number>>;
  /** Coins that each event of the day was credited with, or {@link IMPLAUSIBLE}, by its packed key. */
  readonly seen: ReadonlyMap<string, number>;
  readonly play: PlayTime;
}

export const EMPTY_DAY: DayState = { stats: NO_STATS, winsByGame: {}, seen: new Map(), play: NO_PLAY };
