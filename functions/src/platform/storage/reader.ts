import type { Firestore, Query, QueryDocumentSnapshot } from 'firebase-admin/firestore';
import type { z } from 'zod';
import { adminFirestore } from '../runtime/firebase.ts';
import { type Doc, parseStored, refOf } from './collection.ts';
import { openFields, placeOf } from './sealedFields.ts';
import { demandNoUnit } from './unit.ts';

/**
 * Bounded reading of collections that have no end in sight: every query names its limit, and goes on after the last
 * document of the page before. Writing is for units of work only, and those ask no queries: no commit can verify them.
 */
export interface StoredDocument {
  readonly id: string;
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface CollectionRead {
  readonly collection: string;
  /** Documents per request, and so at most this many in memory. */
  readonly limit: number;
  /** Only these fields are sent; none at all for the ids alone. */
  readonly fields?: readonly string[];
  /** Only documents that have this value in this field. */
  readonly where?: readonly [field: string, value: string | Date];
  /** Continues after this document id. */
  readonly after?: string | null;
  /** Bounds of the document ids, both included. */
  readonly firstId?: string | undefined;
  readonly lastId?: string | undefined;
}

export interface NewestRead {
  readonly collection: string;
  readonly limit: number;
  readonly fields: readonly string[];
  /** A field whose values sort by time as text. */
  readonly by: string;
  /** Only documents whose value is smaller. */
  readonly before: string;
  /** Continues after this document of an earlier page. */
  readonly after?: StoredDocument;
}

/** Firestore's name for a document's id in a query, spelled out so that the SDK need not be loaded for it. */
export const DOCUMENT_ID = '__name__';

/** The document's data and pages of documents as of one instant. */
export interface Snapshot {
  get(path: string): Promise<StoredDocument['data'] | undefined>;
  documents(read: CollectionRead): AsyncGenerator<StoredDocument>;
  /** One page of a collection, the largest value first and, among equal ones, the largest document id. */
  newest(read: NewestRead): Promise<StoredDocument[]>;
}

/**
 * Runs `work` in one read-only transaction: all that it reads is consistent, takes no locks and disturbs no writer.
 * Firestore ends such a transaction after 270 s.
 */
export async function readSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  demandNoUnit('readSnapshot');
  const database = await adminFirestore();
  return database.runTransaction(
    (inner) =>
      work({
        get: async (path) => (await inner.get(database.doc(path))).data(),
        documents: (read) => documents(read, async (query) => (await inner.get(query)).docs),
        newest: async (read) => (await inner.get(newestOf(database, read))).docs.map(stored),
      }),
    { readOnly: true },
  );
}

/**
 * A document as it is now, without a lock and verified by no commit: a glance at what many calls look at, where it does not
 * matter whether it is of this moment or of the one before.
 */
export async function readNow<Fields extends z.ZodObject>(doc: Doc<Fields>): Promise<z.output<Fields> | undefined> {
  const snapshot = await refOf(await adminFirestore(), doc).get();
  if (!snapshot.exists) return undefined;
  const data = snapshot.data() ?? {};
  const { path, sealedIn } = doc;
  return parseStored(doc.fields, path, sealedIn === undefined ? data : openFields(data[sealedIn], placeOf(doc)));
}

/** One page of a collection in the order of its document ids, as it is now. */
export async function readPage(read: CollectionRead): Promise<StoredDocument[]> {
  demandNoUnit('readPage');
  return pageOf(read);
}

/**
 * Ids of documents that may be what a unit of work looks for. It then reads each of them itself, decides on what it finds
 * there, and must be right whichever others there are.
 */
export async function readCandidates(read: Omit<CollectionRead, 'fields'>): Promise<string[]> {
  return (await pageOf({ ...read, fields: [] })).map(({ id }) => id);
}

async function pageOf(read: CollectionRead): Promise<StoredDocument[]> {
  const query = await queryOf(read, read.after ?? null);
  return (await query.get()).docs.map(stored);
}

/** All documents that a read names, page by page, each page as it is when it is reached. */
export function readAll(read: CollectionRead): AsyncGenerator<StoredDocument> {
  demandNoUnit('readAll');
  return documents(read, async (query) => (await query.get()).docs);
}

/** Where a page of what is due ended: all that is needed to go on behind it. */
export type DuePlace = Pick<StoredDocument, 'path' | 'data'>;

/** The place of a document that a caller names by its path and by since when it was due, epoch milliseconds. */
export function duePlace({ path }: { readonly path: string }, dueField: string, dueAtMs: number): DuePlace {
  return { path, data: { [dueField]: new Date(dueAtMs) } };
}

export interface DueRead {
  /** The name that the collections share, wherever they stand. */
  readonly group: string;
  readonly where: readonly [field: string, value: string];
  /** The instant field that says since when a document is due. */
  readonly dueField: string;
  readonly dueAtMs: number;
  /** What is due since this instant or longer is over, and left out. */
  readonly overAtMs?: number;
  readonly limit: number;
  /** Continues after this document of an earlier page, or after {@link duePlace}. */
  readonly after: DuePlace | null;
}

/** One page of what is due, longest due first; it needs a composite index of the two fields over the group. */
export async function readDue(read: DueRead): Promise<StoredDocument[]> {
  demandNoUnit('readDue');
  const database = await adminFirestore();
  const [field, value] = read.where;
  let due = database
    .collectionGroup(read.group)
    .where(field, '==', value)
    .where(read.dueField, '<=', new Date(read.dueAtMs));
  if (read.overAtMs !== undefined) due = due.where(read.dueField, '>', new Date(read.overAtMs));
  const query = due.orderBy(read.dueField).orderBy(DOCUMENT_ID).limit(read.limit);
  const { after } = read;
  const rest = after === null ? query : query.startAfter(after.data[read.dueField], after.path);
  return (await rest.get()).docs.map(stored);
}

export interface LatestRead {
  readonly collection: string;
  readonly where?: readonly [field: string, value: string];
  /** The instant field that says when a document was written. */
  readonly by: string;
  /** What is from this instant on, and until that one, both included; epoch milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly limit: number;
  /** Continues before this document of an earlier page, or before any place. */
  readonly after: LatestPlace | null;
}

/** Where a page of the latest ended. */
export interface LatestPlace {
  readonly id: string;
  readonly atMs: number;
}

/** One page of a collection, the latest first and, of one instant, the largest document id; with `where` it needs an index of both fields. */
export async function readLatest({
  collection,
  where,
  by,
  fromMs,
  untilMs,
  limit,
  after,
}: LatestRead): Promise<StoredDocument[]> {
  demandNoUnit('readLatest');
  let query: Query = (await adminFirestore()).collection(collection);
  if (where !== undefined) query = query.where(where[0], '==', where[1]);
  query = query.where(by, '>=', new Date(fromMs)).where(by, '<=', new Date(untilMs));
  query = query.orderBy(by, 'desc').orderBy(DOCUMENT_ID, 'desc').limit(limit);
  const rest = after === null ? query : query.startAfter(new Date(after.atMs), after.id);
  return (await rest.get()).docs.map(stored);
}

function newestOf(database: Firestore, { collection, by, before, limit, fields, after }: NewestRead): Query {
  const query = database
    .collection(collection)
    .where(by, '<', before)
    .orderBy(by, 'desc')
    .orderBy(DOCUMENT_ID, 'desc')
    .limit(limit)
    .select(...fields);
  return after === undefined ? query : query.startAfter(after.data[by], after.id);
}

async function* documents(
  read: CollectionRead,
  run: (query: Query) => Promise<QueryDocumentSnapshot[]>,
): AsyncGenerator<StoredDocument> {
  let after = read.after ?? null;
  for (;;) {
    const page = await run(await queryOf(read, after));
    for (const one of page) yield stored(one);
    if (page.length < read.limit) return;
    after = page.at(-1)?.id ?? after;
  }
}

async function queryOf(read: CollectionRead, after: string | null): Promise<Query> {
  const database = await adminFirestore();
  let query: Query = database.collection(read.collection);
  if (read.where !== undefined) query = query.where(read.where[0], '==', read.where[1]);
  query = query.orderBy(DOCUMENT_ID).limit(read.limit);
  if (read.fields !== undefined) query = query.select(...read.fields);
  if (after !== null) query = query.startAfter(after);
  else if (read.firstId !== undefined) query = query.startAt(read.firstId);
  return read.lastId === undefined ? query : query.endAt(read.lastId);
}

function stored(document: QueryDocumentSnapshot): StoredDocument {
  return { id: document.id, path: document.ref.path, data: document.data() };
}
