import { type Decision, decided, refuse } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { addDays, SECOND_MS } from '../kernel/time.ts';
import type { EventsConfig } from './config.ts';
import { eventErrors, type GameEvent } from './contract.ts';
import { type DayState, statsOf } from './dayRules.ts';
import { addGame } from './plausibilityRules.ts';
import { gamePrice, spinPrize, streakPrize } from './pricingRules.ts';
import { addStats, NO_STATS, type Stats } from './statsRules.ts';

/**
 * What one event that is new to its day is worth, within the limits of that day. A refused event leaves no trace but its
 * result (an implausible game is counted, once).
 */
export interface Streak {
  /** The last day that was credited, or null before the first. */
  readonly lastDay: string | null;
  /** How many days in a row it was. */
  readonly days: number;
}

export const NO_STREAK: Streak = { lastDay: null, days: 0 };

/** An event that could be parsed. */
export interface PricedEvent {
  readonly event: GameEvent;
  /**
   * Packed keys under which its day remembers it, one or two: an ad goes by the network's transaction first, where it
   * names one, and by the client's own key, where a client has sent it.
   */
  readonly names: readonly string[];
  /** Whether the ad network itself has vouched for it. */
  readonly verified: boolean;
}

/** The packed key of the ad network's transaction, where an ad names one. */
export function transactionOf({ event, names }: PricedEvent): string | undefined {
  return event.type === 'AD_WATCHED' && event.metadata.ssvTransactionId !== undefined ? names[0] : undefined;
}

export interface PricingContext {
  readonly config: EventsConfig;
  readonly nowMs: number;
  /** When the account came to be; 0 where that is not known. */
  readonly createdAtMs: number;
  /** HMAC of a spin under the player's seed of that day. */
  readonly spinDigest: (day: string, index: number) => Uint8Array;
}

export type EventResult =
  | { readonly status: 'credited' | 'duplicate'; readonly coins: number }
  | { readonly status: 'rejected'; readonly code: string };

export interface Outcome {
  readonly result: EventResult;
  /** The day after the event; undefined where nothing changed. */
  readonly day?: DayState;
  readonly streak?: Streak | undefined;
  readonly added: Stats;
}

/** Decides one event that is new to its day. */
export function decideEvent(
  day: DayState,
  streak: Streak,
  date: string,
  { event, verified }: PricedEvent,
  context: PricingContext,
): Outcome {
  const { config } = context;
  const isUnconfirmed = event.type === 'AD_WATCHED' && config.requireSsv && !verified;
  if (isUnconfirmed && event.metadata.ssvTransactionId === undefined) {
    return rejected(eventErrors['ad-without-transaction']);
  }
  const priced = priceEvent(day, streak, date, event, context);
  if (!priced.ok) return rejected(priced.error);
  const { coins } = priced.value;
  const { dailyLimits } = config;
  const remembered = day.stats.events + day.implausible;
  if (remembered >= dailyLimits.events || day.stats.coinsEarned + coins > dailyLimits.coins) {
    return rejected(eventErrors['daily-limit']);
  }
  // Last, because it is the one refusal that waiting can change: what is over a limit is so with a confirmation, too.
  if (isUnconfirmed) return rejected(eventErrors['ad-unverified']);
  const play = withPlay(day, date, event, config);
  if (play === undefined) {
    return { ...rejected(eventErrors.implausible), day: { ...day, implausible: day.implausible + 1 } };
  }
  const added = statsOf(event.type, coins);
  const winsByGame = priced.value.winsByGame ?? day.winsByGame;
  const after = { ...day, stats: addStats(day.stats, added), winsByGame, play };
  return { result: { status: 'credited', coins }, day: after, streak: priced.value.streak, added };
}

export function rejection(error: ErrorEntry): EventResult {
  return { status: 'rejected', code: error.code };
}

function rejected(error: ErrorEntry): Outcome {
  return { result: rejection(error), added: NO_STATS };
}

interface Price {
  readonly coins: number;
  readonly streak?: Streak;
  readonly winsByGame?: Readonly<Record<string, number>>;
}

/** What an event is worth on its day, within the limits of its type. */
function priceEvent(
  day: DayState,
  streak: Streak,
  date: string,
  event: GameEvent,
  { config, spinDigest }: PricingContext,
): Decision<Price> {
  const { dailyLimits } = config;
  switch (event.type) {
    case 'GAME_LOST':
      return decided({ coins: 0 });
    case 'GAME_WON':
      return priceWin(day, event.metadata, config);
    case 'AD_WATCHED':
      if (day.stats.adsWatched >= dailyLimits.ads) return refuse(eventErrors['daily-limit']);
      return decided({ coins: config.adCoins });
    case 'SPIN_CLAIMED':
      if (day.stats.spinsUsed >= dailyLimits.spins) return refuse(eventErrors['daily-limit']);
      return decided({ coins: spinPrize(config, spinDigest(date, day.stats.spinsUsed)) });
    case 'STREAK_CLAIMED':
      return priceStreak(streak, date, config);
  }
}

function priceWin(
  day: DayState,
  game: { readonly gameName: string; readonly durationSeconds: number },
  config: EventsConfig,
): Decision<Price> {
  const { winCoins, minDurationSeconds } = gamePrice(config, game.gameName);
  if (game.durationSeconds < minDurationSeconds) return refuse(eventErrors['too-short']);
  const wins = Object.hasOwn(day.winsByGame, game.gameName) ? (day.winsByGame[game.gameName] ?? 0) : 0;
  const isOneGameTooMany = wins === 0 && Object.keys(day.winsByGame).length >= config.dailyLimits.games;
  if (isOneGameTooMany || wins >= config.dailyLimits.winsPerGame) return refuse(eventErrors['daily-limit']);
  return decided({ coins: winCoins, winsByGame: { ...day.winsByGame, [game.gameName]: wins + 1 } });
}

function priceStreak(streak: Streak, date: string, config: EventsConfig): Decision<Price> {
  if (streak.lastDay === date) return refuse(eventErrors['daily-limit']);
  if (streak.lastDay !== null && date < streak.lastDay) return refuse(eventErrors['streak-order']);
  const days = streak.lastDay !== null && addDays(streak.lastDay, 1) === date ? streak.days + 1 : 1;
  return decided({ coins: streakPrize(config, days), streak: { lastDay: date, days } });
}

function withPlay(day: DayState, date: string, event: GameEvent, config: EventsConfig): DayState['play'] | undefined {
  if (event.type !== 'GAME_WON' && event.type !== 'GAME_LOST') return day.play;
  const durationMs = Math.round(event.metadata.durationSeconds * SECOND_MS);
  return addGame(day.play, date, { endMs: event.occurredAt, durationMs }, config.overlapSlackSeconds * SECOND_MS);
}
