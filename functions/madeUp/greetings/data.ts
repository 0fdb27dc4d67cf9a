import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../../src/platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'users/{uid}/greetings/{day}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'erase' },
    unindexed: ['text'],
    indexes: [{ fields: ['status', 'at'], everywhere: true }],
  },
  { path: 'greetingBoards/{day}', readBy: 'signedIn' },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'greetings/forgetGreetings.ts',
    asks: "readDue group: 'greetings' where: ['status'] dueField: 'at'",
    servedBy: ['greetings everywhere: status, at'],
  },
  { file: 'greetings/listGreetings.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
];
