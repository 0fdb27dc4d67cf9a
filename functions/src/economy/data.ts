import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

const FOR_ALL = 'the same for everybody';

export const collections: readonly StoredCollection[] = [
  { path: 'config/economy', notExported: FOR_ALL, unindexed: ['config'] },
  { path: 'config/economy/versions/{version}', notExported: FOR_ALL, unindexed: ['config'] },
  {
    path: 'configAsks/{ask}',
    notExported: FOR_ALL,
    unindexed: ['config'],
    indexes: [{ fields: ['status', 'createdAt'], everywhere: true }],
  },
  // The one public page of the configuration; its neighbours hold prices, thresholds and fraud weights.
  { path: 'config/public', readBy: 'signedIn' },
  // What the game shows to everybody who plays it; the domains that fill these are still to come.
  { path: 'cosmetics/{cosmetic}', readBy: 'signedIn', mayList: true },
  { path: 'seasons/{season}', readBy: 'signedIn', mayList: true },
  { path: 'leaderboards/{board}', readBy: 'signedIn', mayList: true },
  { path: 'liveEvents/{liveEvent}', readBy: 'signedIn', mayList: true },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'economy/listEconomyChanges.ts',
    asks: "readDue group: 'configAsks' where: ['status'] dueField: 'createdAt'",
    servedBy: ['configAsks everywhere: status, createdAt'],
  },
];
