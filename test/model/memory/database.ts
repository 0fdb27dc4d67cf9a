import type { Write } from '../core/operation.ts';
import { Query, Snapshot } from './query.ts';
import type { Store } from './store.ts';

/**
 * As much of a Firestore database as the functions use, over a {@link Store}. Transactions are optimistic: what was read
 * must be unchanged when the attempt ends, whether it commits or refuses, or the attempt runs again. Each round trip
 * takes a turn, so that others come between.
 */
export interface Host {
  turn(): Promise<void>;
  /** Starts a transaction; answers its number within its operation. */
  beginTransaction(): number;
  /** Whether this attempt is aborted on purpose. */
  aborts(): boolean;
  /** Counts the attempts that came to nothing, whoever was at fault. */
  attemptLost(): void;
  /** Whether the acknowledgement of this commit is lost on purpose. */
  losesCommit(): boolean;
  /** Told what was read outside of a transaction, and in which versions. */
  looked(versions: ReadonlyMap<string, number>): void;
  settled(transaction: number, refused: boolean, writes: readonly Write[], before: (path: string) => any): void;
}

const ABORTED = 10;
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const CHANGED = 9;
const UNAVAILABLE = 14;

export class GrpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Ref {
  readonly path: string;
  get(): Promise<{ readonly exists: boolean; data(): any }>;
}

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
      const found = this.#store.get(path);
      return { exists: found !== undefined, data: () => found?.data };
    };
    return { path, get };
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

  async runTransaction<T>(work: (inner: Attempt) => Promise<T>, options: { maxAttempts?: number } = {}): Promise<T> {
    const number = this.#host.beginTransaction();
    for (let attempt = 1; attempt <= (options.maxAttempts ?? 5); attempt += 1) {
      const inner = new Attempt(this.#store, this.#host);
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

  /** Reads without locks: what was seen is only as good as the condition of a later {@link batch}. */
  async getAll(...refs: readonly Ref[]): Promise<{ readonly ref: Ref; readonly updateTime: number; data(): any }[]> {
    await this.#host.turn();
    const found = refs.map((ref) => ({ ref, document: this.#store.get(ref.path) }));
    this.#host.looked(new Map(found.map(({ ref, document }) => [ref.path, document?.version ?? 0])));
    return found.map(({ ref, document }) => ({ ref, updateTime: document?.version ?? 0, data: () => document?.data }));
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

/** One attempt of a transaction. */
export class Attempt {
  readonly #store: Store;
  readonly #host: Host;
  readonly #versions = new Map<string, number>();
  readonly #writes: { readonly path: string; readonly patch: any; readonly creates: boolean }[] = [];

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  async getAll(...refs: readonly Ref[]): Promise<{ readonly ref: Ref; data(): any }[]> {
    await this.#host.turn();
    return refs.map((ref) => {
      const found = this.#store.get(ref.path);
      this.#versions.set(ref.path, found?.version ?? 0);
      return { ref, data: () => found?.data };
    });
  }

  async get(from: Ref | Query): Promise<any> {
    await this.#host.turn();
    if (from instanceof Query) return { docs: from.now() };
    const found = this.#store.get(from.path);
    this.#versions.set(from.path, found?.version ?? 0);
    return found === undefined ? { data: () => undefined } : new Snapshot(found);
  }

  create(ref: Ref, patch: any): void {
    this.#writes.push({ path: ref.path, patch, creates: true });
  }

  update(ref: Ref, patch: any): void {
    this.#writes.push({ path: ref.path, patch, creates: false });
  }

  isStale(): boolean {
    for (const [path, version] of this.#versions) if (this.#store.versionOf(path) !== version) return true;
    return false;
  }

  /** All writes or, where one is impossible, none. */
  apply(): Write[] {
    for (const { path, creates } of this.#writes) {
      const exists = this.#store.get(path) !== undefined;
      if (creates && exists) throw new GrpcError(ALREADY_EXISTS, `${path} exists`);
      if (!creates && !exists) throw new GrpcError(NOT_FOUND, `${path} does not exist`);
    }
    return this.#writes.map(({ path, patch }) => ({ path, ...this.#store.merge(path, patch) }));
  }
}

/** Writes that all happen or, where a condition no longer holds, none. */
export class Batch {
  readonly #attempt: Attempt;
  readonly #store: Store;
  readonly #host: Host;
  #isCurrent = () => true;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
    this.#attempt = new Attempt(store, host);
  }

  create(ref: Ref, patch: any): void {
    this.#attempt.create(ref, patch);
  }

  update(ref: Ref, patch: any, { lastUpdateTime }: { readonly lastUpdateTime?: number } = {}): void {
    const before = this.#isCurrent;
    if (lastUpdateTime !== undefined) {
      this.#isCurrent = () => before() && this.#store.versionOf(ref.path) === lastUpdateTime;
    }
    this.#attempt.update(ref, patch);
  }

  async commit(): Promise<void> {
    await this.#host.turn();
    this.#host.attemptLost();
    if (this.#host.aborts()) throw new GrpcError(ABORTED, 'aborted');
    if (!this.#isCurrent()) throw new GrpcError(CHANGED, 'a document has changed');
    const writes = this.#attempt.apply();
    const before = new Map(writes.map((write) => [write.path, write.before]));
    this.#host.settled(0, false, writes, (path) => (before.has(path) ? before.get(path) : this.#store.get(path)?.data));
    if (this.#host.losesCommit()) throw new GrpcError(UNAVAILABLE, 'no answer');
    await this.#host.turn();
  }
}

async function settle<T>(work: Promise<T>): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error };
  }
}
