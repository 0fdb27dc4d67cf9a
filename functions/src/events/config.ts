import { z } from 'zod';
import {
  type Contradiction,
  coins,
  count,
  defineConfig,
  defineFeature,
  MAX_NAMED,
  notAbove,
  seconds,
} from '../kernel/config.ts';
import { gameName } from '../kernel/wire.ts';

const gameSchema = z.strictObject({ winCoins: coins, minDurationSeconds: seconds.max(86_400) });
const DEFAULT_GAME = { winCoins: 10, minDurationSeconds: 5 };

const prizeSchema = z.strictObject({ coins, weight: z.int().min(1).max(1_000_000) });

const schema = z.strictObject({
  games: z
    .record(gameName, gameSchema)
    .refine((games) => Object.keys(games).length <= MAX_NAMED, `at most ${MAX_NAMED} games`)
    .default({ 'tic-tac-toe': DEFAULT_GAME }),
  /** Prices every game that `games` does not name. */
  defaultGame: gameSchema.default(DEFAULT_GAME),
  adCoins: coins.default(5),
  /** Coins of the first, second, … day in a row; after the last day the table starts again. */
  streakCoins: z.array(coins).min(1).max(366).default([10, 15, 20, 25, 30, 40, 100]),
  spinPrizes: z
    .array(prizeSchema)
    .min(1)
    .max(64)
    .default([
      { coins: 5, weight: 400 },
      { coins: 10, weight: 300 },
      { coins: 20, weight: 180 },
      { coins: 50, weight: 90 },
      { coins: 100, weight: 25 },
      { coins: 500, weight: 5 },
    ]),
  /** How often the seed of a player's spins changes; a new seed is announced one such period ahead. */
  spinSeedDays: z.int().min(8).max(366).default(30),
  /** `games`: different games won in a day, which keeps a hostile client from growing its day without end. */
  dailyLimits: z
    .strictObject({
      ads: count.default(10),
      spins: count.default(3),
      winsPerGame: count.default(200),
      coins: count.default(20_000),
      events: count.max(5_000).default(5_000),
      games: count.max(500).default(100),
    })
    .prefault({}),
  /**
   * How old and how far ahead of the server's clock an event may be, and how long before its account's first moment: a
   * little, for clocks that are behind.
   */
  window: z
    .strictObject({
      maxAgeSeconds: seconds.max(604_800).default(604_800),
      maxAheadSeconds: seconds.max(3_600).default(300),
      beforeAccountSeconds: seconds.max(604_800).default(600),
    })
    .prefault({}),
  /**
   * How many seconds an event waits on a device before it goes out by itself. Each batch is a call and two documents,
   * whatever is in it, so this decides most of the bill; running clients follow it.
   */
  flushSeconds: seconds.min(1).max(3_600).default(60),
  /** Seconds of one day that games may overlap each other before they are implausible (clock changes, two devices). */
  overlapSlackSeconds: seconds.max(86_400).default(600),
  /** When on, an ad pays only after AdMob itself has confirmed it (server-side verification). */
  requireSsv: z.boolean().default(false),
});

export type EventsConfig = z.output<typeof schema>;

/** What play is worth, and how much of it counts. */
export const eventsConfig = defineConfig({ name: 'events', schema, isPublic: true, contradictions });

/** No single price may be above what a day may earn: it could never be paid, whatever a player does. */
function contradictions(numbers: EventsConfig): readonly Contradiction[] {
  const { games, defaultGame, adCoins, streakCoins, spinPrizes, dailyLimits } = numbers;
  const prices: Readonly<Record<string, number>> = {
    ...Object.fromEntries(Object.entries(games).map(([name, { winCoins }]) => [`games.${name}.winCoins`, winCoins])),
    'defaultGame.winCoins': defaultGame.winCoins,
    adCoins,
    ...Object.fromEntries(streakCoins.map((price, at) => [`streakCoins.${at}`, price])),
    ...Object.fromEntries(spinPrizes.map((prize, at) => [`spinPrizes.${at}.coins`, prize.coins])),
  };
  return Object.entries(prices).flatMap(([field, price]) =>
    notAbove({ [field]: price }, { 'dailyLimits.coins': dailyLimits.coins }),
  );
}

export const eventsFeature = defineFeature('events');
