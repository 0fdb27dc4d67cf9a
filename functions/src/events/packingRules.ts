import { invariant } from '../kernel/assert.ts';
import { EVENT_TYPES } from './contract.ts';
import { IMPLAUSIBLE, type Remembered } from './dayRules.ts';

/** Compact forms of what a day remembers: two fixed-width columns of keys and coins, and a column of minutes. */
export const KEY_BYTES = 16;
const COIN_BYTES = 4;

/**
 * The four bytes of an entry: the upper one is the event's type, counted from 1 in the order of EVENT_TYPES, and a flag
 * for an implausible game; the lower three are coins. An earlier version wrote the coins alone, or -1 for implausible.
 */
const TYPE_SHIFT = 24;
const COIN_LIMIT = 2 ** TYPE_SHIFT;
const TYPE_MASK = 0x3f;
const IMPLAUSIBLE_FLAG = 0x40;

/** A key as rules know it: the first 16 bytes of a SHA-256, as hex. */
export function packedKey(digest: Buffer): string {
  return digest.subarray(0, KEY_BYTES).toString('hex');
}

export function packKeys(added: ReadonlyMap<string, Remembered>): { readonly keys: Buffer; readonly coins: Buffer } {
  const keys = Buffer.from([...added.keys()].join(''), 'hex');
  const coins = Buffer.alloc(added.size * COIN_BYTES);
  [...added.values()].forEach((value, at) => {
    coins.writeInt32BE(packEntry(value), at * COIN_BYTES);
  });
  return { keys, coins };
}

function packEntry({ type, coins }: Remembered): number {
  if (type === null) return coins;
  invariant(coins < COIN_LIMIT, `${coins} coins are more than an entry has room for`);
  const code = EVENT_TYPES.indexOf(type) + 1;
  return coins === IMPLAUSIBLE ? (code | IMPLAUSIBLE_FLAG) * COIN_LIMIT : code * COIN_LIMIT + coins;
}

function unpackEntry(entry: number): Remembered {
  if (entry === IMPLAUSIBLE) return { type: null, coins: IMPLAUSIBLE };
  const upper = entry >> TYPE_SHIFT;
  const type = EVENT_TYPES[(upper & TYPE_MASK) - 1] ?? null;
  return { type, coins: (upper & IMPLAUSIBLE_FLAG) === 0 ? entry % COIN_LIMIT : IMPLAUSIBLE };
}

export function unpackKeys(keys: Uint8Array, coins: Uint8Array): Map<string, Remembered> {
  invariant(keys.length / KEY_BYTES === coins.length / COIN_BYTES, 'keys and coins differ in number');
  const hex = Buffer.from(keys).toString('hex');
  const values = Buffer.from(coins);
  const seen = new Map<string, Remembered>();
  for (let at = 0; at * COIN_BYTES < values.length; at += 1) {
    seen.set(hex.slice(at * 2 * KEY_BYTES, (at + 1) * 2 * KEY_BYTES), unpackEntry(values.readInt32BE(at * COIN_BYTES)));
  }
  return seen;
}

export function packPlay(minutes: Uint16Array): Buffer {
  const packed = Buffer.alloc(minutes.length * 2);
  minutes.forEach((value, at) => {
    packed.writeUInt16BE(value, at * 2);
  });
  return packed;
}

export function unpackPlay(packed: Uint8Array): Uint16Array {
  const bytes = Buffer.from(packed);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16BE(at * 2));
}
