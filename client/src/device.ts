import type { Lock } from './lock.ts';
import type { OpenStorage } from './storage/storage.ts';

const HASH_BYTES = 32;
const FACT = 'deviceHash';

/** This installation's random identity, the same for every player who signs in on it and in every tab. */
export class Device {
  readonly #name: string;
  readonly #openStorage: OpenStorage;
  readonly #lock: Lock;
  #hash: string | undefined;

  constructor(name: string, openStorage: OpenStorage, lock: Lock) {
    this.#name = name;
    this.#openStorage = openStorage;
    this.#lock = lock;
  }

  /** The hash that the game gives, else the one that is kept, else a new one; kept from now on. */
  async establish(given?: string): Promise<string> {
    // Two tabs that sign up at once must not make two devices of one.
    await this.#lock(this.#name, new AbortController().signal, async () => {
      const storage = await this.#openStorage(this.#name);
      try {
        const kept = await storage.recall(FACT);
        this.#hash = given ?? (typeof kept === 'string' ? kept : freshHash());
        if (this.#hash !== kept) await storage.remember(FACT, this.#hash);
      } finally {
        storage.close();
      }
    });
    return this.#hash ?? freshHash();
  }

  /** As part of a request, once there is one. */
  async known(): Promise<{ readonly deviceHash?: string }> {
    if (this.#hash === undefined) {
      const storage = await this.#openStorage(this.#name);
      const kept = await storage.recall(FACT);
      storage.close();
      if (typeof kept === 'string') this.#hash = kept;
    }
    return this.#hash === undefined ? {} : { deviceHash: this.#hash };
  }
}

function freshHash(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(HASH_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
