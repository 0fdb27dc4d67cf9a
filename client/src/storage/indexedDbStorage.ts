import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { EMPTY_QUEUE, type QueueEntry, type QueueState, type Settled } from '../queue/state.ts';
import { isQuotaError, type Storage } from './storage.ts';

/** Everything but the rows; `revision` rises by one with each change, so that a tab knows whether its copy is current. */
type Head = Omit<QueueState, 'entries' | 'settled'> & { readonly revision: number };

interface Schema extends DBSchema {
  head: { key: string; value: Head };
  entries: { key: number; value: QueueEntry };
  settled: { key: number; value: Settled };
  facts: { key: string; value: unknown };
}

interface Copy {
  readonly revision: number;
  readonly state: QueueState;
}

type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<Schema, ('head' | 'entries' | 'settled')[], Mode>;

const STORES: ('head' | 'entries' | 'settled')[] = ['head', 'entries', 'settled'];
const HEAD = 'head';

/** Rows of IndexedDB: a step writes only what it changed, so recording costs the same whatever waits already. */
export async function indexedDbStorage(name: string): Promise<Storage> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('head');
      fresh.createObjectStore('entries', { keyPath: 'seq' });
      fresh.createObjectStore('settled', { keyPath: 'ordinal' });
      fresh.createObjectStore('facts');
    },
    // A later version of the game in another tab wants to upgrade: do not stand in its way.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  return rowStorage(database);
}

function rowStorage(database: IDBPDatabase<Schema>): Storage {
  let copy: Copy = { revision: 0, state: EMPTY_QUEUE };
  return {
    async update(change) {
      // Strict: an event that the game was told is kept survives a power cut too.
      const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      let before = copy;
      let state = copy.state;
      try {
        before = await current(transaction, copy);
        state = change(before.state);
        const after = state === before.state ? before : { revision: before.revision + 1, state };
        const writes = state === before.state ? [] : writesOf(transaction, before.state, after);
        await Promise.all([...writes, transaction.done]);
        copy = after;
      } catch (error) {
        await abandon(transaction);
        if (!isQuotaError(error) || state.entries.length > before.state.entries.length) throw error;
        await deleteGone(database, before.state, state);
        copy = { revision: before.revision, state };
      }
      return state;
    },
    async read() {
      copy = await current(database.transaction(STORES, 'readonly'), copy);
      return copy.state;
    },
    recall: (name) => database.get('facts', name),
    async remember(name, value) {
      await database.put('facts', value, name);
    },
    close: () => database.close(),
  };
}

/**
 * There is no room even to note that a call is under way. Only what is done with is taken away; the rest holds in memory,
 * as long as no other tab comes between: a crash now sends events again, and the server knows them.
 */
async function deleteGone(database: IDBPDatabase<Schema>, before: QueueState, after: QueueState): Promise<void> {
  const { gone } = changed(before.entries, after.entries, (entry) => entry.seq);
  if (gone.length === 0) return;
  const transaction = database.transaction('entries', 'readwrite');
  await Promise.all([...gone.map((seq) => transaction.store.delete(seq)), transaction.done]).catch(() => {});
}

async function abandon(transaction: Transaction<'readwrite'>): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself already.
  }
  await transaction.done.catch(() => {});
}

async function current(transaction: Transaction<IDBTransactionMode>, copy: Copy): Promise<Copy> {
  const head = await transaction.objectStore('head').get(HEAD);
  if (head === undefined) return { revision: 0, state: EMPTY_QUEUE };
  const { revision, ...rest } = head;
  if (revision === copy.revision) return copy;
  const [entries, settled] = await Promise.all([
    transaction.objectStore('entries').getAll(),
    transaction.objectStore('settled').getAll(),
  ]);
  return { revision, state: { ...rest, entries, settled } };
}

function writesOf(transaction: Transaction<'readwrite'>, before: QueueState, after: Copy): Promise<unknown>[] {
  const { entries, settled, ...rest } = after.state;
  const entryRows = transaction.objectStore('entries');
  const settledRows = transaction.objectStore('settled');
  const changedEntries = changed(before.entries, entries, (entry) => entry.seq);
  const changedSettled = changed(before.settled, settled, (one) => one.ordinal);
  return [
    ...changedEntries.gone.map((seq) => entryRows.delete(seq)),
    ...changedSettled.gone.map((ordinal) => settledRows.delete(ordinal)),
    ...changedEntries.put.map((entry) => entryRows.put(entry)),
    ...changedSettled.put.map((one) => settledRows.put(one)),
    transaction.objectStore('head').put({ ...rest, revision: after.revision }, HEAD),
  ];
}

/** Rows are never changed in place, so one that is the same object is the same row. */
function changed<Row>(before: readonly Row[], after: readonly Row[], idOf: (row: Row) => number) {
  const known = new Map(before.map((row) => [idOf(row), row]));
  const put = after.filter((row) => known.get(idOf(row)) !== row);
  const kept = new Set(after.map(idOf));
  return { put, gone: [...known.keys()].filter((id) => !kept.has(id)) };
}
