import { spinMessage } from '../../../functions/src/events/pricingRules.ts';
import { type SpinSeed, seedOfDay } from '../../../functions/src/events/spinSeedRules.ts';
import { invariant } from '../../../functions/src/kernel/assert.ts';

/** Digests of spins, computed ahead, because the browser's cryptography answers later and the rules ask at once. */
export class SpinDigests {
  readonly #known = new Map<string, Uint8Array>();

  /** Computes the digests of `count` spins of a day, from the `from`-th on. */
  async prepare(seeds: readonly SpinSeed[], day: string, from: number, count: number): Promise<void> {
    for (let index = from; index < from + count; index += 1) {
      const name = nameOf(seeds, day, index);
      if (!this.#known.has(name)) this.#known.set(name, await hmac(seedOfDay(seeds, day), spinMessage(day, index)));
    }
  }

  /** Must have been prepared. */
  find(seeds: readonly SpinSeed[], day: string, index: number): Uint8Array {
    const found = this.#known.get(nameOf(seeds, day, index));
    invariant(found !== undefined, 'a spin is drawn ahead');
    return found;
  }
}

function nameOf(seeds: readonly SpinSeed[], day: string, index: number): string {
  return `${seedOfDay(seeds, day)}:${spinMessage(day, index)}`;
}

/** The same HMAC-SHA256 that the server draws with. */
export async function hmac(seedHex: string, message: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(seedHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(message)));
}
