import type { EventType } from './contract.ts';
import { NO_PLAY, type PlayTime } from './plausibilityRules.ts';
import { NO_STATS, type Stats } from './statsRules.ts';

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
