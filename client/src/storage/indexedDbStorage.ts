import { revivedQueue } from '../queue/revived.ts';
import { EMPTY_QUEUE, type QueueState } from '../queue/state.ts';
import { answered, Database } from './database.ts';
import { isFull, type Storage } from './storage.ts';

/** Everything but the rows; `revision` rises by one with each change, so that a tab knows whether its copy is current. */
type Head = Omit<QueueState, 'entries' | 'settled'> & { readonly revision: number };

interface Copy {
  readonly revision: number;
  readonly state: QueueState;
}

const STORES = ['head', 'entries', 'settled'];
const HEAD = 'head';

/** Rows of IndexedDB: a step writes only what it changed, so recording costs the same whatever waits already. */
export async function indexedDbStorage(name: string): Promise<Storage> {
  const database = new Database(name, (fresh) => {
    fresh.createObjectStore('head');
    fresh.createObjectStore('entries', { keyPath: 'seq' });
    fresh.createObjectStore('settled', { keyPath: 'ordinal' });
    fresh.createObjectStore('facts');
  });
  await database.open();
  return rowStorage(database);
}

function rowStorage(database: Database): Storage {
  let copy: Copy = { revision: 0, state: EMPTY_QUEUE };
  let isKept = false;
  return {
    async update(change) {
      let before = copy;
      let state = copy.state;
      try {
        copy = await database.run(STORES, 'readwrite', async (transaction) => {
          before = await current(transaction, copy);
          state = change(before.state);
          if (state === before.state) return before;
          const after = { revision: before.revision + 1, state };
          await Promise.all(writesOf(transaction, before.state, after));
          return after;
        });
      } catch (error) {
        if (!isFull(error) || state.entries.length > before.state.entries.length) throw error;
        await deleteGone(database, before.state, state);
        copy = { revision: before.revision, state };
      }
      if (!isKept && state.entries.length > 0) {
        isKept = true;
        askToKeep();
      }
      return state;
    },
    async read() {
      copy = await database.run(STORES, 'readonly', (transaction) => current(transaction, copy));
      return copy.state;
    },
    recall: (name) =>
      database.run(['facts'], 'readonly', (transaction) => answered(transaction.objectStore('facts').get(name))),
    async remember(name, value) {
      await database.run(['facts'], 'readwrite', (transaction) =>
        answered(transaction.objectStore('facts').put(value, name)),
      );
    },
    close: () => database.close(),
    erase: () => database.erase(),
  };
}

/** Browsers delete what they hold for sites that nobody visits, unless they are asked not to; some ask the player. */
function askToKeep(): void {
  navigator.storage?.persist?.().catch(() => {});
}

/**
 * There is no room even to note that a call is under way. Only what is done with is taken away; the rest holds in memory,
 * as long as no other tab comes between: a crash now sends events again, and the server knows them.
 */
async function deleteGone(database: Database, before: QueueState, after: QueueState): Promise<void> {
  const { gone } = changed(before.entries, after.entries, (entry) => entry.seq);
  if (gone.length === 0) return;
  const deleted = database.run(['entries'], 'readwrite', (transaction) =>
    Promise.all(gone.map((seq) => answered(transaction.objectStore('entries').delete(seq)))),
  );
  await deleted.catch(() => {});
}

async function current(transaction: IDBTransaction, copy: Copy): Promise<Copy> {
  const head: Head | undefined = await answered(transaction.objectStore('head').get(HEAD));
  if (head === undefined) return { revision: 0, state: EMPTY_QUEUE };
  const { revision, ...rest } = head;
  if (revision === copy.revision) return copy;
  const [entries, settled] = await Promise.all([
    answered(transaction.objectStore('entries').getAll()),
    answered(transaction.objectStore('settled').getAll()),
  ]);
  return { revision, state: revivedQueue({ ...rest, entries, settled }) };
}

function writesOf(transaction: IDBTransaction, before: QueueState, after: Copy): Promise<unknown>[] {
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
  ].map((request: IDBRequest) => answered(request));
}

/** Rows are never changed in place, so one that is the same object is the same row. */
function changed<Row>(before: readonly Row[], after: readonly Row[], idOf: (row: Row) => number) {
  const known = new Map(before.map((row) => [idOf(row), row]));
  const put = after.filter((row) => known.get(idOf(row)) !== row);
  const kept = new Set(after.map(idOf));
  return { put, gone: [...known.keys()].filter((id) => !kept.has(id)) };
}
