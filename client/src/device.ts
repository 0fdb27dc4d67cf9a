import { hex } from './hex.ts';
import type { Lock } from './lock.ts';
import { erase, FACTS, type OpenStorage, type Storage, storageError } from './storage/storage.ts';

const HASH_BYTES = 32;

/** This installation's identity, the same for every player who signs in on it and in every tab. */
export class Device {
  readonly #name: string;
  readonly #openStorage: OpenStorage;
  readonly #lock: Lock;

  constructor(name: string, openStorage: OpenStorage, lock: Lock) {
    this.#name = name;
    this.#openStorage = openStorage;
    this.#lock = lock;
  }

  /** The hash that is kept, else a new random one, which is kept from now on. */
  async hash(): Promise<string> {
    let hash = freshHash();
    // Two tabs that sign up at once must not make two devices of one.
    await this.#lock(this.#name, new AbortController().signal, () =>
      this.#withStorage(async (storage) => {
        const kept = await keptHash(storage);
        if (kept === undefined) await storage.remember(FACTS.deviceHash, hash);
        else hash = kept;
      }),
    );
    return hash;
  }

  /** Keeps the hash to which the server has bound an account: whatever the game names this device by, it is this one. */
  async keep(hash: string): Promise<void> {
    await this.#withStorage((storage) => storage.remember(FACTS.deviceHash, hash));
  }

  /** As part of a request, where there is one and it can be read. */
  async known(): Promise<{ readonly deviceHash?: string }> {
    const deviceHash = await this.#withStorage(keptHash).catch(() => undefined);
    return deviceHash === undefined ? {} : { deviceHash };
  }

  /** What is kept of a guest whose place somebody takes here; null where it is over. */
  async rememberGuest(guest: object | null): Promise<void> {
    await this.#withStorage((storage) => storage.remember(FACTS.guest, guest));
  }

  /** As it was remembered, where that can be read. */
  async guest(): Promise<unknown> {
    return await this.#withStorage((storage) => storage.recall(FACTS.guest)).catch(() => undefined);
  }

  /** The next who signs up here makes another device of it. */
  async forget(): Promise<void> {
    await this.#withStorage(erase);
  }

  async #withStorage<Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> {
    try {
      const storage = await this.#openStorage(this.#name);
      try {
        return await work(storage);
      } finally {
        storage.close();
      }
    } catch (error) {
      throw storageError(error);
    }
  }
}

async function keptHash(storage: Storage): Promise<string | undefined> {
  const kept = await storage.recall(FACTS.deviceHash);
  return typeof kept === 'string' ? kept : undefined;
}

function freshHash(): string {
  return hex(crypto.getRandomValues(new Uint8Array(HASH_BYTES)));
}
