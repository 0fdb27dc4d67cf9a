import { hex } from './hex.ts';

const BYTES = 16;

/** A name that nobody else has: 128 random bits. Not `randomUUID`, which phones lack and pages without TLS are denied. */
export function freshId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(BYTES)));
}
