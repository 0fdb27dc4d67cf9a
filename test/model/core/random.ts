/** The one source of chance: a world, its faults and its interleavings all follow from one seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = mix(seed, 0x9e3779b9);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number between `min` and `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  weighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item {
    let point = this.next() * items.reduce((sum, item) => sum + item.weight, 0);
    for (const item of items) {
      point -= item.weight;
      if (point < 0) return item;
    }
    return this.pick(items);
  }

  hex(bytes: number): string {
    let text = '';
    while (text.length < 2 * bytes) text += this.int(0, 255).toString(16).padStart(2, '0');
    return text;
  }
}

/** Mixes numbers into 32 bits, so that each (seed, operation, turn) has a chance of its own that no other one shifts. */
export function mix(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}
