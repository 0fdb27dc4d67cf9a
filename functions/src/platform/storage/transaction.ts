import type { DocumentData, Firestore, Transaction } from 'firebase-admin/firestore';
import type { z } from 'zod';
import { invariant } from '../../kernel/assert.ts';
import { announce } from '../messaging/announce.ts';
import type { Envelope } from '../messaging/outbox.ts';
import { within } from '../runtime/deadline.ts';
import { codeOf } from '../runtime/errorCode.ts';
import { adminFirestore, fieldDeletion } from '../runtime/firebase.ts';
import { type Doc, parseStored, refOf } from './collection.ts';
import { demandFence } from './fence.ts';
import { withRoom } from './room.ts';
import { type Content, openFields, placeOf, sealFields } from './sealedFields.ts';
import { contention, isPassing, LATENCY_BUDGET_MS, refusalOfPassing } from './setback.ts';
import { inUnit } from './unit.ts';

/**
 * A unit of work over one Firestore transaction. Every document is read at most once and written at most once, however
 * many domains touch it: reads are remembered, changes are staged over them, and the staged result is sent at the end,
 * so that a use case may read after it has staged although Firestore itself wants all reads first.
 * So `wallet.post` and `events` share the two documents of a batch without knowing of each other.
 */
export class Tx {
  readonly #inner: Transaction;
  readonly #database: Firestore;
  readonly #read = new Map<string, DocumentData | undefined>();
  readonly #staged = new Map<string, DocumentData>();
  /** What is sealed in fields of documents, opened, with everything that this transaction staged. */
  readonly #sealed = new Map<string, OpenField>();
  /** What takes fields off their documents, for the write itself. */
  readonly #dropped = new Map<string, DocumentData>();
  readonly #told: Envelope[] = [];

  constructor(database: Firestore, inner: Transaction) {
    this.#database = database;
    this.#inner = inner;
  }

  /** Reads several documents in one round trip; those that were read before cost nothing. */
  async load(docs: readonly { readonly path: string }[]): Promise<void> {
    const missing = docs.filter((doc) => !this.#read.has(doc.path));
    if (missing.length === 0) return;
    const snapshots = await this.#inner.getAll(...missing.map((doc) => refOf(this.#database, doc)));
    for (const snapshot of snapshots) this.#read.set(snapshot.ref.path, snapshot.data());
  }

  /** The document with everything that this transaction staged, or undefined where it does not exist. */
  async get<Fields extends z.ZodObject>(doc: Doc<Fields>): Promise<z.output<Fields> | undefined> {
    const data = await this.#current(doc);
    return data === undefined ? undefined : parseStored(doc.fields, doc.path, data);
  }

  async #current(doc: Doc<z.ZodObject>): Promise<Content | undefined> {
    const staged = this.#staged.get(doc.path);
    if (staged === undefined) await this.load([doc]);
    const data = staged === undefined ? this.#read.get(doc.path) : { ...this.#read.get(doc.path), ...staged };
    if (data === undefined || doc.sealedIn === undefined) return data;
    const place = placeOf(doc);
    const known = this.#sealed.get(place);
    if (known !== undefined) return known.content;
    const content = openFields(data[doc.sealedIn], place);
    this.#sealed.set(place, { path: doc.path, field: doc.sealedIn, content, isChanged: false });
    return content;
  }

  /** Replaces the given top-level fields and keeps the others; the document must have been read in this transaction. */
  merge<Fields extends z.ZodObject>(doc: Doc<Fields>, patch: Partial<z.input<Fields>>): void {
    invariant(this.#read.has(doc.path), `staged a change to ${doc.path} without reading it`);
    if (doc.sealedIn === undefined) this.#staged.set(doc.path, { ...this.#staged.get(doc.path), ...patch });
    else this.#mergeSealed(doc, patch);
  }

  #mergeSealed(doc: Doc<z.ZodObject>, patch: Content): void {
    const known = this.#sealed.get(placeOf(doc));
    invariant(known !== undefined, `staged a change to ${placeOf(doc)} without reading it`);
    this.#sealed.set(placeOf(doc), { ...known, content: { ...known.content, ...patch }, isChanged: true });
  }

  /** Takes top-level fields off a document that has been read, for good; those that it does not have stay missing. */
  async drop({ path }: { readonly path: string }, fields: readonly string[]): Promise<void> {
    const read = this.#read.get(path);
    for (const field of fields.filter((one) => read?.[one] !== undefined)) {
      this.#dropped.set(path, { ...this.#dropped.get(path), [field]: await fieldDeletion() });
      this.#staged.set(path, { ...this.#staged.get(path), [field]: undefined });
    }
  }

  /** Stages a document that must not exist yet; without a read before it, a collision fails the whole commit. */
  create<Fields extends z.ZodObject>(doc: Doc<Fields>, data: z.input<Fields>): void {
    if (!this.#read.has(doc.path)) this.#read.set(doc.path, undefined);
    invariant(this.#read.get(doc.path) === undefined, `created ${doc.path}, which exists`);
    this.#staged.set(doc.path, { ...this.#staged.get(doc.path), ...data });
  }

  /** Leaves messages to be published once this has committed; whoever stages them keeps them until they are known to be. */
  tell(messages: readonly Envelope[]): void {
    this.#told.push(...messages);
  }

  get told(): readonly Envelope[] {
    return this.#told;
  }

  /** Sends one write for each changed document. */
  flush(): void {
    for (const [place, { path, field, content, isChanged }] of this.#sealed) {
      if (isChanged) this.#staged.set(path, { ...this.#staged.get(path), [field]: sealFields(content, place) });
    }
    for (const [path, patch] of this.#staged) {
      const reference = this.#database.doc(path);
      if (this.#read.get(path) === undefined) this.#inner.create(reference, patch);
      else this.#inner.update(reference, { ...patch, ...this.#dropped.get(path) });
    }
  }
}

interface OpenField {
  readonly path: string;
  readonly field: string;
  readonly content: Content;
  readonly isChanged: boolean;
}

const MAX_ATTEMPTS = 4;

/** gRPC codes of a transaction that lost to others: deadline (of a lock), exists (lost race), aborted. */
const CONTENDED = new Set<unknown>([4, 6, 10]);
const INVALID_ARGUMENT = 3;

/**
 * Runs `work` in a transaction and commits what it staged. The callback may run again, so it has no effects but staged
 * ones. Contention that outlives the attempts or the latency budget answers `platform/contention`, and a Firestore that
 * does not answer `platform/unavailable`; a commit that was under way then may still land, which is why every caller is
 * safe to send its request again.
 */
export async function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const database = await adminFirestore();
  return withRoom(() => transactIn(database, work));
}

/** As {@link transact}, on a database that is handed in, and with what is left of the time. */
export async function transactIn<T>(
  database: Firestore,
  work: (tx: Tx) => Promise<T>,
  budgetMs = LATENCY_BUDGET_MS,
): Promise<T> {
  const startedMs = Date.now();
  const running = database.runTransaction(
    async (inner) => {
      if (Date.now() - startedMs > budgetMs) throw contention();
      await demandFence(database, inner);
      const tx = new Tx(database, inner);
      const result = await inUnit(() => work(tx));
      tx.flush();
      return { result, told: tx.told };
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
  const committed = await within(budgetMs, running, contention).catch((error: unknown) => {
    if (isContended(error)) throw contention();
    throw isPassing(error) ? refusalOfPassing(error) : error;
  });
  await announce(committed.told);
  return committed.result;
}

/** What Firestore says of a transaction that it has given up to let another one pass; the emulator has words of its own. */
const GIVEN_UP = /transaction (has expired|is invalid or closed)/i;

function isContended(error: unknown): boolean {
  const code = codeOf(error);
  return CONTENDED.has(code) || (code === INVALID_ARGUMENT && error instanceof Error && GIVEN_UP.test(error.message));
}
