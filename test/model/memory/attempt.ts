import type { Write } from '../core/operation.ts';
import {
  ABORTED,
  ALREADY_EXISTS,
  CHANGED,
  GrpcError,
  type Host,
  type Named,
  NOT_FOUND,
  type Ref,
  UNAVAILABLE,
} from './host.ts';
import { Query, Snapshot } from './query.ts';
import type { Store } from './store.ts';

type Mode = 'create' | 'update' | 'delete';

/** One attempt of a transaction. */
export class Attempt {
  readonly #store: Store;
  readonly #turn: () => Promise<void>;
  readonly #versions = new Map<string, number>();
  readonly #writes: { readonly path: string; readonly patch: any; readonly mode: Mode }[] = [];

  constructor(store: Store, turn: () => Promise<void>) {
    this.#store = store;
    this.#turn = turn;
  }

  async getAll(...refs: readonly Ref[]): Promise<{ readonly ref: Ref; data(): any }[]> {
    await this.#turn();
    return refs.map((ref) => {
      const found = this.#store.get(ref.path);
      this.#versions.set(ref.path, found?.version ?? 0);
      return { ref, data: () => found?.data };
    });
  }

  async get(from: Ref | Query): Promise<any> {
    await this.#turn();
    if (from instanceof Query) return { docs: from.now() };
    const found = this.#store.get(from.path);
    this.#versions.set(from.path, found?.version ?? 0);
    return found === undefined ? { data: () => undefined } : new Snapshot(found);
  }

  create(ref: Ref, patch: any): void {
    this.#writes.push({ path: ref.path, patch, mode: 'create' });
  }

  update(ref: Ref, patch: any): void {
    this.#writes.push({ path: ref.path, patch, mode: 'update' });
  }

  delete(ref: Named): void {
    this.#writes.push({ path: ref.path, patch: undefined, mode: 'delete' });
  }

  isStale(): boolean {
    for (const [path, version] of this.#versions) if (this.#store.versionOf(path) !== version) return true;
    return false;
  }

  /** All writes or, where one is impossible, none. */
  apply(): Write[] {
    for (const { path, mode } of this.#writes) {
      const exists = this.#store.get(path) !== undefined;
      if (mode === 'create' && exists) throw new GrpcError(ALREADY_EXISTS, `${path} exists`);
      if (mode === 'update' && !exists) throw new GrpcError(NOT_FOUND, `${path} does not exist`);
    }
    // Deleting what is not there changes nothing.
    const effective = this.#writes.filter(({ path, mode }) => mode !== 'delete' || this.#store.get(path) !== undefined);
    return effective.map(({ path, patch, mode }) => {
      return { path, ...(mode === 'delete' ? this.#store.delete(path) : this.#store.merge(path, patch)) };
    });
  }
}

/** Writes that all happen or, where a condition no longer holds, none. */
export class Batch {
  readonly #attempt: Attempt;
  readonly #store: Store;
  readonly #host: Host;
  /** The versions in which documents must be, 0 for one that must be missing. */
  readonly #conditions: { readonly path: string; readonly version: number }[] = [];

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
    this.#attempt = new Attempt(store, () => host.turn());
  }

  create(ref: Ref, patch: any): void {
    this.#attempt.create(ref, patch);
  }

  update(ref: Ref, patch: any, { lastUpdateTime }: { readonly lastUpdateTime?: number } = {}): void {
    if (lastUpdateTime !== undefined) this.#conditions.push({ path: ref.path, version: lastUpdateTime });
    this.#attempt.update(ref, patch);
  }

  delete(ref: Named): void {
    this.#attempt.delete(ref);
  }

  verify(ref: Named, updateTime: number | undefined): void {
    this.#conditions.push({ path: ref.path, version: updateTime ?? 0 });
  }

  async commit(): Promise<void> {
    await this.#host.turn();
    const writes = this.#applied();
    const before = new Map(writes.map((write) => [write.path, write.before]));
    const number = this.#host.batchNumber();
    this.#host.settled(number, false, writes, (path) =>
      before.has(path) ? before.get(path) : this.#store.get(path)?.data,
    );
    if (this.#host.losesCommit()) {
      this.#host.attemptLost();
      throw new GrpcError(UNAVAILABLE, 'no answer');
    }
    this.#host.batchEnded();
    await this.#host.turn();
  }

  #applied(): Write[] {
    try {
      if (this.#host.aborts()) throw new GrpcError(ABORTED, 'aborted');
      if (!this.#conditions.every(({ path, version }) => this.#store.versionOf(path) === version)) {
        throw new GrpcError(CHANGED, 'a document has changed');
      }
      return this.#attempt.apply();
    } catch (error) {
      this.#host.attemptLost();
      throw error;
    }
  }
}
