import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'risk/{uid}',
    personal: { find: 'id', onDeletion: 'erase' },
    unindexed: ['addresses'],
    expiresAt: 'expireAt',
  },
  { path: 'addressClaims/{hash}', unindexed: ['claimsMs'], expiresAt: 'expireAt' },
  { path: 'fraudLogs/{log}', personal: { find: 'field', onDeletion: 'keep' }, unindexed: ['evidence'] },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'fraud/listReviewQueue.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic fraudLogs.status'],
  },
];
