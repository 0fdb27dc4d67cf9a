import { Attempt, Batch } from './attempt.ts';
import { ABORTED, CHANGED, GrpcError, type Host, type Ref } from './host.ts';
import { Query } from './query.ts';
import type { Store } from './store.ts';

/**
 * As much of a Firestore database as the functions use, over a {@link Store}. Transactions are optimistic: what was read
 * must be unchanged when the attempt ends, whether it commits or refuses, or the attempt runs again. Each round trip
 * takes a turn, so that others come between.
 */
export class Database {
  readonly #store: Store;
  readonly #host: Host;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  doc(path: string): Ref {
    const get = async () => {
      // The configuration is read before a call has done anything else: nobody can come between.
      if (!path.startsWith('config/')) await this.#host.turn();
      else this.#host.configured();
      const found = this.#store.get(path);
      this.#host.peeked(path);
      return { exists: found !== undefined, data: () => found?.data };
    };
    const erase = async () => {
      const batch = this.batch();
      batch.delete({ path });
      await batch.commit();
    };
    return { path, get, delete: erase };
  }

  collection(path: string): Query {
    return new Query(
      () => this.#store.collection(path),
      () => this.#host.turn(),
    );
  }

  collectionGroup(name: string): Query {
    return new Query(
      () => this.#store.group(name),
      () => this.#host.turn(),
    );
  }

  async runTransaction<T>(work: (inner: Attempt) => Promise<T>, options: Options = {}): Promise<T> {
    if (options.readOnly === true) return this.#readOnly(work);
    const number = this.#host.beginTransaction();
    for (let attempt = 1; attempt <= (options.maxAttempts ?? 5); attempt += 1) {
      const inner = new Attempt(this.#store, () => this.#host.turn());
      const outcome = await settle(work(inner));
      await this.#host.turn();
      if (inner.isStale() || this.#host.aborts()) {
        this.#host.attemptLost();
        continue;
      }
      if (!outcome.ok) {
        this.#host.settled(number, true, [], (path) => this.#store.get(path)?.data);
        throw outcome.error;
      }
      const writes = inner.apply();
      const before = new Map(writes.map((write) => [write.path, write.before]));
      const beforeOf = (path: string) => (before.has(path) ? before.get(path) : this.#store.get(path)?.data);
      this.#host.settled(number, false, writes, beforeOf);
      if (writes.length > 0 && this.#host.losesCommit()) {
        this.#host.attemptLost();
        continue;
      }
      await this.#host.turn();
      return outcome.value;
    }
    throw new GrpcError(ABORTED, 'transaction aborted');
  }

  /** All that it reads is of one instant, so nobody comes between. */
  async #readOnly<T>(work: (inner: Attempt) => Promise<T>): Promise<T> {
    const number = this.#host.beginTransaction();
    await this.#host.turn();
    const outcome = await settle(work(new Attempt(this.#store, () => Promise.resolve())));
    this.#host.settled(number, !outcome.ok, [], (path) => this.#store.get(path)?.data);
    if (!outcome.ok) throw outcome.error;
    await this.#host.turn();
    return outcome.value;
  }

  /** Reads without locks: what was seen is only as good as the condition of a later {@link batch}. */
  async getAll(
    ...refs: readonly Ref[]
  ): Promise<{ readonly ref: Ref; readonly updateTime: number | undefined; data(): any }[]> {
    await this.#host.turn();
    const found = refs.map((ref) => ({ ref, document: this.#store.get(ref.path) }));
    this.#host.looked(new Map(found.map(({ ref, document }) => [ref.path, document?.version ?? 0])));
    return found.map(({ ref, document }) => ({ ref, updateTime: document?.version, data: () => document?.data }));
  }

  batch(): Batch {
    return new Batch(this.#store, this.#host);
  }

  /** Only conditional updates, one turn each. */
  bulkWriter(): {
    update: (ref: { path: string }, patch: any, condition: any) => Promise<void>;
    close(): Promise<void>;
  } {
    return {
      update: async ({ path }, patch, { lastUpdateTime }) => {
        const number = this.#host.beginTransaction();
        await this.#host.turn();
        if (this.#store.versionOf(path) !== lastUpdateTime) throw new GrpcError(CHANGED, `${path} has changed`);
        const images = this.#store.merge(path, patch);
        this.#host.settled(number, false, [{ path, ...images }], () => images.before);
      },
      close: async () => undefined,
    };
  }
}

interface Options {
  readonly maxAttempts?: number;
  readonly readOnly?: boolean;
}

async function settle<T>(work: Promise<T>): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error };
  }
}
