import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'risk/{uid}',
    personal: { find: 'id', onDeletion: 'erase' },
    unindexed: ['addresses'],
    expiresAt: 'expireAt',
  },
  {
    path: 'addressClaims/{hash}',
    notExported: 'instants beneath a keyed hash that leads to no account',
    unindexed: ['claimsMs'],
    expiresAt: 'expireAt',
  },
  { path: 'fraudLogs/{log}', personal: { find: 'field', onDeletion: 'keep' }, unindexed: ['evidence'] },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'fraud/listReviewQueue.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic fraudLogs.status'],
  },
];
