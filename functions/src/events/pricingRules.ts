import type { EventsConfig } from './config.ts';

/**
 * What things are worth, as pure functions of the economy configuration. Server and client price with this one module:
 * the server to credit, the client to show a balance before the server has answered.
 */
export interface GamePrice {
  readonly winCoins: number;
  readonly minDurationSeconds: number;
}

export function gamePrice(config: EventsConfig, gameName: string): GamePrice {
  const named = Object.hasOwn(config.games, gameName) ? config.games[gameName] : undefined;
  return named ?? config.defaultGame;
}

/** Coins of the `day`-th day in a row, counted from 1; after the table's last day it starts again. */
export function streakPrize(config: EventsConfig, day: number): number {
  const table = config.streakCoins;
  return table[(day - 1) % table.length] ?? 0;
}

/** What the HMAC of a spin is taken over; its key is the seed that holds on `day`. `index` counts the day's spins from 0. */
export function spinMessage(day: string, index: number): string {
  return `${day}:${index}`;
}

const DRAW_BYTES = 6;
const DRAW_RANGE = 2 ** (8 * DRAW_BYTES);

/**
 * The prize that a digest draws: its first 48 bits, read as a fraction of 1, choose a point on the table's weights. The
 * bias against a perfect draw is below total weight / 2^48.
 */
export function spinPrize(config: EventsConfig, digest: Uint8Array): number {
  let drawn = 0;
  for (const byte of digest.subarray(0, DRAW_BYTES)) drawn = drawn * 256 + byte;
  const totalWeight = config.spinPrizes.reduce((sum, prize) => sum + prize.weight, 0);
  let point = (drawn / DRAW_RANGE) * totalWeight;
  for (const prize of config.spinPrizes) {
    if (point < prize.weight) return prize.coins;
    point -= prize.weight;
  }
  return config.spinPrizes.at(-1)?.coins ?? 0;
}
