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
}

export const NO_STATS: Stats = {
  events: 0,
  gamesPlayed: 0,
  gamesWon: 0,
  adsWatched: 0,
  spinsUsed: 0,
  streaksClaimed: 0,
  coinsEarned: 0,
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

/** What a day knows of an event that it has seen. */
export interface Remembered {
  /** Null where an earlier version noted it, which kept no types. */
  readonly type: EventType | null;
  /** With which it was credited, or {@link IMPLAUSIBLE}. */
  readonly coins: number;
}

/** One UTC day of one player, as far as the pricing of its events depends on it. */
export interface DayState {
  readonly stats: Stats;
  /** Games refused because they overlapped others, which are remembered as what was credited is. */
  readonly implausible: number;
  readonly winsByGame: Readonly<Record<string, number>>;
  /** Each event of the day by its packed key. */
  readonly seen: ReadonlyMap<string, Remembered>;
  readonly play: PlayTime;
}

export const EMPTY_DAY: DayState = {
  stats: NO_STATS,
  implausible: 0,
  winsByGame: {},
  seen: new Map(),
  play: NO_PLAY,
};
