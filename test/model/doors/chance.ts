/** Stands for `node:crypto` and all other chance: hashing is real, and what is drawn follows from the seed. */
import * as real from 'node:crypto';
import { isSimulating, outside } from './host.ts';

export const { createCipheriv, createDecipheriv, createHash, createHmac, createPublicKey, verify } = real;
export const { timingSafeEqual, createSign, createVerify } = real;

export function randomBytes(size: number): Buffer {
  return isSimulating() ? Buffer.from(outside().random.hex(size), 'hex') : real.randomBytes(size);
}

export function randomInt(min: number, max?: number): number {
  const [from, below] = max === undefined ? [0, min] : [min, max];
  return isSimulating() ? outside().random.int(from, below - 1) : real.randomInt(from, below);
}

export function randomUUID(): string {
  return isSimulating() ? `uuid-${outside().random.hex(12)}` : real.randomUUID();
}

/** The chance that needs no import. */
export function fixChance(): void {
  const realRandom = Math.random;
  Math.random = () => (isSimulating() ? outside().random.next() : realRandom());
  const { webcrypto } = real;
  const getRandomValues = <Values extends Uint8Array>(values: Values): Values => {
    if (!isSimulating()) return webcrypto.getRandomValues(values);
    values.set(randomBytes(values.length));
    return values;
  };
  const value = { subtle: webcrypto.subtle, randomUUID, getRandomValues };
  Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
}
