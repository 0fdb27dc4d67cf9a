import { invariant } from '../kernel/assert.ts';
import { DAY_MS } from '../kernel/time.ts';
import { KEY_BYTES } from './packingRules.ts';

/**
 * A transaction of the ad network is one ad, whatever days its two sides stamp on it: the player's document remembers each
 * that was credited, as 16 bytes of key, 4 of coins and 2 of the day on which that was. A side may stamp a whole window
 * away from the truth and arrive a window after that; later than this nobody can report the ad again.
 */
const COIN_BYTES = 4;
const DAY_BYTES = 2;
const ENTRY_BYTES = KEY_BYTES + COIN_BYTES + DAY_BYTES;
const KEPT_DAYS = 15;
/** Beyond, the oldest are forgotten first; ten ads a day are a hundred and fifty. */
export const MAX_ADS = 2_000;

/** Coins of the remembered ads, by the packed keys of their transactions. */
export function unpackAds(packed: Uint8Array, nowMs: number): Map<string, number> {
  return new Map(liveEntries(packed, nowMs).map((entry) => [keyOf(entry), entry.readUInt32BE(KEY_BYTES)]));
}

/** What is remembered once `added` were credited; what is too old to come again is forgotten. */
export function packAds(packed: Uint8Array, added: ReadonlyMap<string, number>, nowMs: number): Buffer {
  const fresh = [...added].map(([key, coins]) => entryOf(key, coins, dayNumber(nowMs)));
  return Buffer.concat([...liveEntries(packed, nowMs), ...fresh].slice(-MAX_ADS));
}

function liveEntries(packed: Uint8Array, nowMs: number): Buffer[] {
  invariant(packed.length % ENTRY_BYTES === 0, 'remembered ads are not whole');
  const bytes = Buffer.from(packed);
  const count = bytes.length / ENTRY_BYTES;
  const entries = Array.from({ length: count }, (_, at) => bytes.subarray(at * ENTRY_BYTES, (at + 1) * ENTRY_BYTES));
  return entries.filter((entry) => entry.readUInt16BE(KEY_BYTES + COIN_BYTES) > dayNumber(nowMs) - KEPT_DAYS);
}

/** Days since 1970. */
function dayNumber(instantMs: number): number {
  return Math.floor(instantMs / DAY_MS);
}

function entryOf(key: string, coins: number, day: number): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.write(key, 'hex');
  entry.writeUInt32BE(coins, KEY_BYTES);
  entry.writeUInt16BE(day, KEY_BYTES + COIN_BYTES);
  return entry;
}

function keyOf(entry: Buffer): string {
  return entry.subarray(0, KEY_BYTES).toString('hex');
}
