import { type Decision, decided, refuse } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { addDays, MINUTE_MS, SECOND_MS, utcDay } from '../kernel/time.ts';
import type { EventsConfig } from './config.ts';
import { type EventType, eventErrors, type GameEvent } from './contract.ts';
import { addStats, type DayState, EMPTY_DAY, IMPLAUSIBLE, NO_STATS, type Stats, statsOf } from './dayRules.ts';
import { addGame } from './plausibilityRules.ts';
import { gamePrice, spinPrize, streakPrize } from './pricingRules.ts';

/**
 * Prices a batch of events. Each event is credited at most once, on its own UTC day, within that day's limits, at the
 * server's price; a rejected event leaves no trace but its result (an implausible game is counted, once).
 */
export interface Streak {
  /** The last day that was credited, or null before the first. */
  readonly lastDay: string | null;
  /** How many days in a row it was. */
  readonly days: number;
}

export const NO_STREAK: Streak = { lastDay: null, days: 0 };

export interface BatchState {
  readonly days: ReadonlyMap<string, DayState>;
  readonly streak: Streak;
}

/** An event that could be parsed. `key` is the packed key under which its day remembers it. */
export interface PricedEvent {
  readonly event: GameEvent;
  readonly key: string;
  /** Whether the ad network itself has vouched for it. */
  readonly verified: boolean;
}

export interface PricingContext {
  readonly config: EventsConfig;
  readonly nowMs: number;
  /** HMAC of a spin under the player's seed of that day. */
  readonly spinDigest: (day: string, index: number) => Uint8Array;
}

export type EventResult =
  | { readonly status: 'credited' | 'duplicate'; readonly coins: number }
  | { readonly status: 'rejected'; readonly code: string };

export interface BatchDecision {
  readonly results: readonly EventResult[];
  /** The days that changed, and what each of them earned by type. */
  readonly days: ReadonlyMap<string, ChangedDay>;
  readonly streak: Streak;
}

export interface ChangedDay {
  readonly state: DayState;
  /** What the batch adds to the day's stats. */
  readonly gained: Stats;
  /** What the batch adds to what the day has seen, in the order of decision. */
  readonly added: ReadonlyMap<string, number>;
  readonly earned: Earned;
}

export type Earned = Partial<Record<EventType, { readonly count: number; readonly coins: number }>>;

/** Whether an event's instant lies in the window in which its day still remembers its events. */
export function isInWindow(occurredAt: number, nowMs: number, config: EventsConfig): boolean {
  const { maxAgeSeconds, maxAheadSeconds } = config.window;
  return occurredAt >= nowMs - maxAgeSeconds * SECOND_MS && occurredAt <= nowMs + maxAheadSeconds * SECOND_MS;
}

/** How far apart the device and the ad network may stamp one ad. */
const STAMPS_APART_MS = 10 * MINUTE_MS;

/**
 * The days on which an event may have been credited: its own first. An ad that the network also reports may stand on
 * the other side of midnight there, and is still the same ad.
 */
export function daysOf({ type, occurredAt, metadata }: GameEvent): readonly string[] {
  const day = utcDay(occurredAt);
  if (type !== 'AD_WATCHED' || metadata.ssvTransactionId === undefined) return [day];
  const around = [utcDay(occurredAt - STAMPS_APART_MS), utcDay(occurredAt + STAMPS_APART_MS)];
  return [day, ...around.filter((other) => other !== day)];
}

/** Decides events in the order in which they happened and answers results in the order in which they were sent. */
export function decideBatch(state: BatchState, events: readonly PricedEvent[], context: PricingContext): BatchDecision {
  const order = events.map((priced, at) => ({ priced, at }));
  order.sort((left, right) => left.priced.event.occurredAt - right.priced.event.occurredAt || left.at - right.at);
  const results: EventResult[] = [];
  const days = new Map<string, ChangedDay>();
  const addedByDay = new Map<string, Map<string, number>>();
  let { streak } = state;
  for (const { priced, at } of order) {
    const { type, occurredAt } = priced.event;
    if (!isInWindow(occurredAt, context.nowMs, context.config)) {
      results[at] = rejection(eventErrors['outside-window']);
      continue;
    }
    const dates = daysOf(priced.event);
    const seen = dates.map((one) => addedByDay.get(one)?.get(priced.key) ?? state.days.get(one)?.seen.get(priced.key));
    const earlier = seen.find((coins) => coins !== undefined);
    if (earlier !== undefined) {
      results[at] = repetition(earlier);
      continue;
    }
    const [date = ''] = dates;
    const added = addedByDay.get(date) ?? new Map<string, number>();
    addedByDay.set(date, added);
    const before = days.get(date) ?? { state: state.days.get(date) ?? EMPTY_DAY, gained: NO_STATS, added, earned: {} };
    const outcome = decideEvent(before.state, streak, date, priced, context);
    results[at] = outcome.result;
    if (outcome.day === undefined) continue;
    const { result } = outcome;
    added.set(priced.key, result.status === 'rejected' ? IMPLAUSIBLE : result.coins);
    const earned = result.status === 'rejected' ? before.earned : addEarned(before.earned, type, result.coins);
    days.set(date, { state: outcome.day, gained: addStats(before.gained, outcome.added), added, earned });
    streak = outcome.streak ?? streak;
  }
  return { results, days, streak };
}

function repetition(earlier: number): EventResult {
  return earlier === IMPLAUSIBLE ? rejection(eventErrors.implausible) : { status: 'duplicate', coins: earlier };
}

function addEarned(earned: Earned, type: EventType, coins: number): Earned {
  const sum = earned[type] ?? { count: 0, coins: 0 };
  return { ...earned, [type]: { count: sum.count + 1, coins: sum.coins + coins } };
}

interface Outcome {
  readonly result: EventResult;
  /** The day after the event; undefined where nothing changed. */
  readonly day?: DayState;
  readonly streak?: Streak | undefined;
  readonly added: Stats;
}

/** Decides one event that is new to its day. */
function decideEvent(
  day: DayState,
  streak: Streak,
  date: string,
  { event, verified }: PricedEvent,
  context: PricingContext,
): Outcome {
  const { config } = context;
  if (event.type === 'AD_WATCHED' && config.requireSsv && !verified) return rejected(eventErrors['ad-unverified']);
  const priced = priceEvent(day, streak, date, event, context);
  if (!priced.ok) return rejected(priced.error);
  const { coins } = priced.value;
  const { dailyLimits } = config;
  const remembered = day.stats.events + day.stats.implausible;
  if (remembered >= dailyLimits.events || day.stats.coinsEarned + coins > dailyLimits.coins) {
    return rejected(eventErrors['daily-limit']);
  }
  const play = withPlay(day, date, event, config);
  if (play === undefined) {
    const added = { ...NO_STATS, implausible: 1 };
    return { ...rejected(eventErrors.implausible), day: { ...day, stats: addStats(day.stats, added) }, added };
  }
  const added = statsOf(event.type, coins);
  const winsByGame = priced.value.winsByGame ?? day.winsByGame;
  const after = { ...day, stats: addStats(day.stats, added), winsByGame, play };
  return { result: { status: 'credited', coins }, day: after, streak: priced.value.streak, added };
}

function rejection(error: ErrorEntry): EventResult {
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
