import { GONE, stored } from './values.ts';

/** Documents with versions. A version rises with every write, so that a transaction knows what has changed under it. */
export interface Document {
  readonly path: string;
  readonly version: number;
  readonly data: any;
}

export class Store {
  readonly #documents = new Map<string, Document>();
  /** Documents by the last part of their collection's path. */
  readonly #groups = new Map<string, Set<string>>();
  #writes = 0;

  get(path: string): Document | undefined {
    return this.#documents.get(path);
  }

  versionOf(path: string): number {
    return this.#documents.get(path)?.version ?? 0;
  }

  /** Replaces the given top-level fields, or takes them off, and keeps the others. */
  merge(path: string, patch: any): { readonly before: any; readonly after: any } {
    const before = this.#documents.get(path)?.data;
    const fields = Object.entries({ ...before, ...stored(patch) }).filter(([, value]) => value !== GONE);
    const after = Object.freeze(Object.fromEntries(fields));
    this.#writes += 1;
    this.#documents.set(path, { path, version: this.#writes, data: after });
    if (before === undefined) this.#index(path);
    return { before, after };
  }

  delete(path: string): { readonly before: any; readonly after: undefined } {
    const before = this.#documents.get(path)?.data;
    this.#documents.delete(path);
    this.#groups.get(path.split('/').at(-2) ?? '')?.delete(path);
    return { before, after: undefined };
  }

  all(): Iterable<Document> {
    return this.#documents.values();
  }

  group(name: string): Document[] {
    return this.#all(this.#groups.get(name) ?? []);
  }

  collection(path: string): Document[] {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.group(name).filter((one) => one.path.slice(0, one.path.lastIndexOf('/')) === path);
  }

  #all(paths: Iterable<string>): Document[] {
    return [...paths].flatMap((path) => this.#documents.get(path) ?? []);
  }

  #index(path: string): void {
    const name = path.split('/').at(-2) ?? '';
    const paths = this.#groups.get(name) ?? new Set();
    this.#groups.set(name, paths.add(path));
  }
}
