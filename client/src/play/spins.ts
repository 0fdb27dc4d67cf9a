import { spinMessage, spinPrize } from '../../../functions/src/events/pricingRules.ts';
import { seedOfDay } from '../../../functions/src/events/spinSeedRules.ts';
import type { ShownAccount } from '../account/shown.ts';
import type { ContractPrices } from '../generated/contract.ts';
import { hex } from '../hex.ts';
import { hmac } from '../pricing/spinDigests.ts';
import { dayOf } from './day.ts';

/** A spin with all that its prize follows from, so that a player can draw it again. */
export interface DrawnSpin {
  /** UTC day. */
  readonly date: string;
  /** Which spin of the day it is, from 0. */
  readonly index: number;
  /** 32 bytes as hex: the key of the HMAC. */
  readonly seed: string;
  /** What the HMAC is taken over: `date:index`. */
  readonly message: string;
  /** HMAC-SHA-256 as hex; its first 48 bits choose the prize by the weights. */
  readonly digest: string;
  readonly coins: number;
  /** Which of `prices.spinPrizes` it is: where a wheel stops. */
  readonly prize: number;
}

/** Draws a spin as the server does. Needs a secure context, as `crypto.subtle` does. */
export async function drawSpin(
  { seed, date, index }: Pick<DrawnSpin, 'seed' | 'date' | 'index'>,
  prices: ContractPrices,
): Promise<DrawnSpin> {
  const message = spinMessage(date, index);
  const digest = await hmac(seed, message);
  const coins = spinPrize(prices, digest);
  const prize = prices.spinPrizes.findIndex((one) => one.coins === coins);
  return { date, index, seed, message, digest: hex(digest), coins, prize };
}

/** The next spin of the day with its true prize; undefined where none is left, or this device cannot know it. */
export async function nextSpin(account: ShownAccount, nowMs = Date.now()): Promise<DrawnSpin | undefined> {
  const { date, spinsLeft, stats } = dayOf(account, nowMs);
  if (spinsLeft === 0 || account.spinSeeds.length === 0 || !('subtle' in crypto)) return undefined;
  return drawSpin({ seed: seedOfDay(account.spinSeeds, date), date, index: stats.spinsUsed }, account.prices);
}
