import { invariant } from '../kernel/assert.ts';

/** Compact forms of what a day remembers: two fixed-width columns of keys and coins, and a column of minutes. */
export const KEY_BYTES = 16;
const COIN_BYTES = 4;

/** A key as rules know it: the first 16 bytes of a SHA-256, as hex. */
export function packedKey(digest: Buffer): string {
  return digest.subarray(0, KEY_BYTES).toString('hex');
}

export function packKeys(added: ReadonlyMap<string, number>): { readonly keys: Buffer; readonly coins: Buffer } {
  const keys = Buffer.from([...added.keys()].join(''), 'hex');
  const coins = Buffer.alloc(added.size * COIN_BYTES);
  [...added.values()].forEach((value, at) => {
    coins.writeInt32BE(value, at * COIN_BYTES);
  });
  return { keys, coins };
}

export function unpackKeys(keys: Uint8Array, coins: Uint8Array): Map<string, number> {
  invariant(keys.length / KEY_BYTES === coins.length / COIN_BYTES, 'keys and coins differ in number');
  const hex = Buffer.from(keys).toString('hex');
  const values = Buffer.from(coins);
  const seen = new Map<string, number>();
  for (let at = 0; at * COIN_BYTES < values.length; at += 1) {
    seen.set(hex.slice(at * 2 * KEY_BYTES, (at + 1) * 2 * KEY_BYTES), values.readInt32BE(at * COIN_BYTES));
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
