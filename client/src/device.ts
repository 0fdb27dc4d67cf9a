import { hex } from './hex.ts';
import type { Lock } from './lock.ts';
import type { OpenStorage, Storage } from './storage/storage.ts';

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
    await this.#lock(this.#name, new AbortController().signal, () =>
      this.#withStorage(async (storage) => {
        const kept = await keptHash(storage);
        this.#hash = given ?? kept ?? freshHash();
        if (this.#hash !== kept) await storage.remember(FACT, this.#hash);
      }),
    );
    return this.#hash ?? freshHash();
  }

  /** As part of a request, once there is one. */
  async known(): Promise<{ readonly deviceHash?: string }> {
    this.#hash ??= await this.#withStorage(keptHash);
    return this.#hash === undefined ? {} : { deviceHash: this.#hash };
  }

  async #withStorage<Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> {
    const storage = await this.#openStorage(this.#name);
    try {
      return await work(storage);
    } finally {
      storage.close();
    }
  }
}

async function keptHash(storage: Storage): Promise<string | undefined> {
  const kept = await storage.recall(FACT);
  return typeof kept === 'string' ? kept : undefined;
}

function freshHash(): string {
  return hex(crypto.getRandomValues(new Uint8Array(HASH_BYTES)));
}
