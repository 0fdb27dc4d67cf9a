import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  { path: 'users/{uid}/days/{date}', unindexed: ['keys', 'keyCoins', 'play', 'winsByGame', 'stats', 'overlapMs'] },
  {
    path: 'users/{uid}/monthlyStats/{month}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'erase' },
    unindexed: ['byDay'],
  },
  {
    path: 'users/{uid}',
    unindexed: ['spinSeeds', 'stats', 'streak', 'today', 'adTransactions'],
    indexes: [{ fields: ['shard', 'today.date'] }],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'events/resetDaily.ts',
    asks: "where('shard', '==') where('today.date', '<') orderBy('today.date') orderBy(DOCUMENT_ID)",
    servedBy: ['users: shard, today.date'],
  },
  { file: 'events/relayJournal.ts', asks: 'readAll', servedBy: [DOCUMENT_IDS] },
  { file: 'events/concealEarlier.ts', asks: 'readAll readAll', servedBy: [DOCUMENT_IDS] },
];
