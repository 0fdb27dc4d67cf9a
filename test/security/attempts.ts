import { domains } from '../../functions/src/gathered.ts';
import { collectionsOf } from '../../scripts/generate/firestoreFiles.ts';
import type { Operation } from './accessTable.ts';
import { type Database, OWNER } from './rulesEnvironment.ts';

/** What a client sends to try one operation on one document, or for `list` on its collection. */
export function attempt(database: Database, operation: Operation, path: string): Promise<unknown> {
  const document = database.doc(path);
  switch (operation) {
    case 'get':
      // The server is asked on purpose: an answer from the client's own cache would prove nothing.
      return document.get({ source: 'server' });
    case 'list':
      return listing(database, path).get({ source: 'server' });
    case 'create':
      return document.set({ uid: OWNER, coins: 1_000_000 });
    case 'update':
      return document.update({ coins: 1_000_000 });
    case 'delete':
      return document.delete();
  }
}

/** Collections that all who play may list, by their paths. */
export const PUBLIC: readonly string[] = collectionsOf(domains)
  .filter(({ readBy, mayList }) => readBy === 'signedIn' && mayList === true)
  .map(({ path }) => path.slice(0, path.lastIndexOf('/')));

function listing(database: Database, path: string): ReturnType<Database['collection']> | Query {
  const collection = database.collection(path.slice(0, path.lastIndexOf('/')));
  if (collection.path === 'withdrawals') return collection.where('uid', '==', OWNER);
  return PUBLIC.includes(collection.path) ? collection.limit(100) : collection;
}

type Query = ReturnType<ReturnType<Database['collection']>['where']>;
