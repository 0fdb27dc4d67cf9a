import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'users/{uid}/days/{date}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'keep' },
    unindexed: ['postings', 'outbox'],
    indexes: [{ fields: ['outboxSince'], everywhere: true }],
  },
  {
    path: 'users/{uid}/holds/{hold}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'keep' },
    indexes: [{ fields: ['status', 'expiresAt'], everywhere: true }],
  },
  { path: 'adjustments/{adjustment}', personal: { find: 'field', onDeletion: 'keep' } },
  { path: 'ledgerDiscrepancies/{discrepancy}', personal: { find: 'field', onDeletion: 'keep' } },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'wallet/discrepancies.ts',
    asks: "where: ['lastSeenAt'] readPage",
    servedBy: ['automatic ledgerDiscrepancies.lastSeenAt'],
  },
  {
    file: 'wallet/expireHolds.ts',
    asks: "readDue group: 'holds' where: ['status'] dueField: 'expiresAt'",
    servedBy: ['holds everywhere: status, expiresAt'],
  },
  {
    file: 'wallet/journal.ts',
    asks: "collectionGroup('days') where('outboxSince', '<=') orderBy('outboxSince') orderBy(DOCUMENT_ID)",
    servedBy: ['days everywhere: outboxSince'],
  },
  { file: 'wallet/verifyLedger.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
  {
    file: 'wallet/verifyUser.ts',
    asks: "documents where: ['status'] documents",
    servedBy: [DOCUMENT_IDS, 'automatic holds.status'],
  },
];
