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
  {
    path: 'conduct/{uid}',
    personal: { find: 'id', onDeletion: 'erase' },
    unindexed: ['frozenBy', 'imposed', 'aside'],
    indexes: [{ fields: ['work', 'workAt'], everywhere: true }],
  },
  { path: 'users/{uid}', unindexed: ['sealed'] },
  {
    path: 'fraudLogs/{log}',
    personal: { find: 'field', onDeletion: 'keep' },
    people: ['uid', 'subject', 'reviewedBy'],
    unindexed: ['evidence'],
  },
  // Its entries stay, and need nobody to find them once their account is gone.
  {
    path: 'openBlocks/{uid}',
    personal: { find: 'id', onDeletion: 'erase' },
    unindexed: ['referral', 'withdrawal'],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'fraud/listReviewQueue.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic fraudLogs.status'],
  },
  {
    file: 'fraud/sweepStandings.ts',
    asks: "sweep group: 'conduct' where: ['work'] dueField: 'workAt'",
    servedBy: ['conduct everywhere: work, workAt'],
  },
  {
    file: 'fraud/forgetPlaces.ts',
    asks: "where('placesUntil', '<') orderBy('placesUntil') orderBy(DOCUMENT_ID)",
    servedBy: ['automatic users.placesUntil'],
  },
];
