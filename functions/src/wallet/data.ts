import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  { path: 'users/{uid}', unindexed: ['balances', 'debt', 'version', 'headHash'] },
  {
    path: 'users/{uid}/days/{date}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'keep' },
    unindexed: ['postings', 'outbox', 'archives', 'aside'],
    indexes: [{ fields: ['outboxSince'], everywhere: true }],
  },
  {
    path: 'users/{uid}/holds/{hold}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'keep' },
    unindexed: ['aside'],
    indexes: [{ fields: ['status', 'expiresAt'], everywhere: true }],
  },
  {
    // What stays is verified from its beginning under its other name.
    path: 'users/{uid}/checkpoints/{checkpoint}',
    personal: { find: 'all', onDeletion: 'erase' },
    unindexed: ['balances', 'debt'],
  },
  {
    path: 'adjustments/{adjustment}',
    personal: { find: 'field', onDeletion: 'keep' },
    people: ['uid', 'requestedBy', 'approvedBy'],
    indexes: [{ fields: ['status', 'createdAt'], everywhere: true }],
  },
  { path: 'ledgerDiscrepancies/{discrepancy}', personal: { find: 'field', onDeletion: 'keep' }, people: ['uid'] },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'wallet/discrepancies.ts',
    asks: "where: ['lastSeenAt'] readPage",
    servedBy: ['automatic ledgerDiscrepancies.lastSeenAt'],
  },
  {
    file: 'wallet/expireHolds.ts',
    asks: "group: 'holds' where: ['status'] dueField: 'expiresAt' readDue",
    servedBy: ['holds everywhere: status, expiresAt'],
  },
  {
    file: 'wallet/journal.ts',
    asks: "collectionGroup('days') where('outboxSince', '<=') orderBy('outboxSince') orderBy(DOCUMENT_ID) dueField: 'outboxSince'",
    servedBy: ['days everywhere: outboxSince'],
  },
  { file: 'wallet/journalReader.ts', asks: "newest by: 'date'", servedBy: ['automatic days.date'] },
  {
    file: 'wallet/listAdjustments.ts',
    asks: "readDue group: 'adjustments' where: ['status'] dueField: 'createdAt'",
    servedBy: ['adjustments everywhere: status, createdAt'],
  },
  {
    file: 'wallet/openHolds.ts',
    asks: "where: ['status'] readAll",
    servedBy: ['automatic holds.status'],
  },
  { file: 'wallet/ledgerReading.ts', asks: "where: ['status'] documents", servedBy: ['automatic holds.status'] },
  { file: 'wallet/renameLedger.ts', asks: 'readAll readAll', servedBy: [DOCUMENT_IDS] },
  { file: 'wallet/verifyLedger.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
  {
    file: 'wallet/verifyMoved.ts',
    asks: "where: ['movedIn'] readPage where: ['lastSeenAt'] readPage",
    servedBy: ['automatic users.movedIn', 'automatic ledgerDiscrepancies.lastSeenAt'],
  },
  { file: 'wallet/verifySince.ts', asks: "newest by: 'date'", servedBy: ['automatic days.date'] },
  { file: 'wallet/verifyUser.ts', asks: 'documents', servedBy: [DOCUMENT_IDS] },
];
