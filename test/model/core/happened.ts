import { createHash } from 'node:crypto';
import { Instant } from '../memory/values.ts';

/** A digest of all that happened in a world, in its order: two plays of one seed have the same, or something got in. */
export class Happened {
  readonly #hash = createHash('sha256');

  add(...facts: readonly unknown[]): void {
    this.#hash.update(`${JSON.stringify(facts, written)}\n`);
  }

  /** Nothing can be added afterwards. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

function written(_key: string, value: unknown): unknown {
  return value instanceof Instant ? { ms: value.toMillis() } : value;
}
