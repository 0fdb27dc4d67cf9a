/** Stands for `node:crypto`: hashing is real, chance follows from the seed. */
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
