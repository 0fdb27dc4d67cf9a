import { isFull } from './storage.ts';

const VERSION = 1;

/**
 * One IndexedDB that is opened again where it was closed underneath us: browsers close it when they run short of memory,
 * when the device wakes up, or when their own storage process has died.
 */
export class Database {
  readonly #name: string;
  readonly #create: (fresh: IDBDatabase) => void;
  #opening: Promise<IDBDatabase> | undefined;
  #isClosed = false;

  constructor(name: string, create: (fresh: IDBDatabase) => void) {
    this.#name = name;
    this.#create = create;
  }

  /** Runs `work` in one transaction, and resolves once that has ended: durably, where it writes. */
  async run<Value>(
    stores: readonly string[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<Value>,
  ): Promise<Value> {
    try {
      return await this.#once(stores, mode, work);
    } catch (error) {
      if (this.#isClosed || !isLost(error)) throw error;
      this.#forget();
      return await this.#once(stores, mode, work);
    }
  }

  /** Opens it now, so that whoever cannot is told at once. */
  async open(): Promise<void> {
    await this.#database();
  }

  close(): void {
    this.#isClosed = true;
    this.#forget();
  }

  /** Deletes it; other tabs that have it open let it go. */
  async erase(): Promise<void> {
    this.close();
    await answered(indexedDB.deleteDatabase(this.#name));
  }

  async #once<Value>(
    stores: readonly string[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<Value>,
  ): Promise<Value> {
    const database = await this.#database();
    // Strict: an event that the game was told is kept survives a power cut too.
    const transaction = database.transaction([...stores], mode, { durability: 'strict' });
    const done = ended(transaction);
    try {
      const value = await work(transaction);
      await done;
      return value;
    } catch (error) {
      await abandon(transaction, done);
      throw error;
    }
  }

  async #database(): Promise<IDBDatabase> {
    if (this.#isClosed) throw new DOMException('closed', 'InvalidStateError');
    this.#opening ??= this.#opened();
    return await this.#opening;
  }

  async #opened(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.#name, VERSION);
    request.onupgradeneeded = () => this.#create(request.result);
    try {
      const database = await answered(request);
      database.onclose = () => this.#forget();
      // A later version of the game in another tab wants to upgrade: do not stand in its way.
      database.onversionchange = () => this.#forget();
      return database;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  #forget(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.then((database) => database.close()).catch(() => {});
  }
}

export function answered<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
  });
  // Whoever runs it asks once its work is done; until then it is nobody's fault.
  done.catch(() => {});
  return done;
}

async function abandon(transaction: IDBTransaction, done: Promise<void>): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself already.
  }
  await done.catch(() => {});
}

/** Errors of a connection that is gone; what failed for a reason of its own fails again the same way. */
function isLost(error: unknown): boolean {
  return (
    error instanceof Error && ['InvalidStateError', 'UnknownError', 'AbortError'].includes(error.name) && !isFull(error)
  );
}
