import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  { path: 'staff/{uid}', personal: { find: 'id', onDeletion: 'erase' } },
  {
    path: 'doneAlone/{doing}',
    notExported: 'sums of what staff did within a day, kept for that day',
    unindexed: ['done'],
    expiresAt: 'expireAt',
  },
  {
    path: 'auditLog/{entry}',
    notExported: 'what staff and machinery did; it names staff, and repeats postings and withdrawals',
    people: ['actor', 'subject'],
    indexes: [{ fields: ['actor', 'at descending'] }, { fields: ['subject', 'at descending'] }],
    unindexed: ['before', 'after'],
  },
];

export const queries: readonly RegisteredQueries[] = [
  { file: 'staff/applyRoles.ts', asks: 'readAll', servedBy: [DOCUMENT_IDS] },
  {
    file: 'staff/listAudit.ts',
    asks: "readLatest by: 'at' where: ['actor'] where: ['subject']",
    servedBy: ['auditLog: actor, at descending', 'auditLog: subject, at descending'],
  },
  { file: 'staff/listStaff.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
];
