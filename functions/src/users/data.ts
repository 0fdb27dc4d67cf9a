import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  { path: 'users/{uid}', readBy: 'owner' },
  // A profile is for whoever has met its player; enumerating all of them is not.
  { path: 'profiles/{uid}', readBy: 'signedIn', personal: { find: 'id', onDeletion: 'erase' } },
  { path: 'referralCodes/{code}', personal: { find: 'field', onDeletion: 'erase' } },
  {
    path: 'bannedContacts/{hash}',
    notExported: 'a keyed hash of a banned mailbox or phone number, kept against coming back',
  },
  {
    path: 'deletions/{scope}',
    notExported: 'exists only once there is nobody left to ask',
    unindexed: ['response', 'fingerprint'],
    indexes: [{ fields: ['status', 'startedAt'], everywhere: true }],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'users/finishDeletion.ts',
    asks: "readDue group: 'deletions' where: ['status'] dueField: 'startedAt'",
    servedBy: ['deletions everywhere: status, startedAt'],
  },
  {
    file: 'users/exportMyData.ts',
    asks: "documents where: ['uid'] documents",
    servedBy: [
      'automatic withdrawals.uid',
      'automatic withdrawalFiles.uid',
      'automatic referralCodes.uid',
      'automatic fraudLogs.uid',
      'automatic adjustments.uid',
      'automatic ledgerDiscrepancies.uid',
    ],
  },
];
