import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'deadLetters/{letter}',
    notExported: 'messages that wait for a repair; they repeat what stands elsewhere',
    unindexed: ['message', 'reason'],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'bus/listDeadLetters.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic deadLetters.status'],
  },
  {
    file: 'bus/replayDeadLetters.ts',
    asks: "where: ['status'] readCandidates",
    servedBy: ['automatic deadLetters.status'],
  },
];
