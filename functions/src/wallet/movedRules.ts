import type { Balances, Debts } from '../kernel/money.ts';
import { addDays, HOUR_MS, utcDay } from '../kernel/time.ts';
import type { Sha256Hex } from './rules.ts';

/**
 * How verification finds the wallets that have moved: each posting leaves on its wallet the UTC day on which it was made and
 * the wallet's shard, as one value that a query looks for. Shards are verified side by side, and keep all that is posted on
 * one day from being one range of an index.
 */
export const SHARDS = 16;

/** How far a ledger was verified: its newest posting then, and what that left. */
export interface Verified {
  readonly sequence: number;
  /** Of posting `sequence`, or the player's genesis with none. */
  readonly hash: string;
  readonly balances: Balances;
  readonly debt: Debts;
  /** The UTC day on which that posting was made; null with none. */
  readonly postedOn: string | null;
}

/** From 0 on; the same for a player for ever. */
export function shardOf(uid: string, sha256Hex: Sha256Hex): number {
  return Number.parseInt(sha256Hex(uid).slice(0, 8), 16) % SHARDS;
}

/** What a posting leaves on its wallet. */
export function movedIn(uid: string, postedAtMs: number, sha256Hex: Sha256Hex): string {
  return movedValue(utcDay(postedAtMs), shardOf(uid, sha256Hex));
}

/** The value of the wallets of a shard whose newest posting is of this day. */
export function movedValue(day: string, shard: number): string {
  return `${day}.${String(shard).padStart(2, '0')}`;
}

/** By how much the clocks of instances may differ, so that what was posted after a run began can bear an earlier day. */
const CLOCKS_MS = HOUR_MS;
/** As far as the first run of a deployment looks back; what has rested for longer, replays find. */
const FIRST_DAYS = 8;

/** The first day of which a run visits the wallets: what moved since the run before it began, that day included. */
export function firstMovedDay(previousMs: number | null, nowMs: number): string {
  return previousMs === null ? addDays(utcDay(nowMs), -FIRST_DAYS) : utcDay(previousMs - CLOCKS_MS);
}

const MINUTE_MS = 60_000;
/** Without a divisor in common with the number of shards, so that each of them comes first in its turn. */
const STRIDE = 7;

/** All shards; runs begin with different ones, so that two that overlap seldom meet at one. */
export function shardsFrom(nowMs: number): number[] {
  const first = Math.floor(nowMs / MINUTE_MS) * STRIDE;
  return Array.from({ length: SHARDS }, (_, index) => (first + index) % SHARDS);
}
