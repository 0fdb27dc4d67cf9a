import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'users/{uid}',
    readBy: 'owner',
    people: ['referredBy'],
    unindexed: ['createdAt', 'signedOutAt', 'appVersion', 'isTakenOver'],
  },
  // A profile is for whoever has met its player; enumerating all of them is not.
  { path: 'profiles/{uid}', readBy: 'signedIn', personal: { find: 'id', onDeletion: 'erase' } },
  { path: 'referralCodes/{code}', personal: { find: 'field', onDeletion: 'erase' } },
  {
    path: 'bannedContacts/{hash}',
    notExported: 'a keyed hash of a banned mailbox or phone number, kept against coming back',
  },
  {
    path: 'departedUids/{hash}',
    notExported: 'a keyed hash of a uid that was deleted, kept for days against tokens of before',
    expiresAt: 'expireAt',
  },
  {
    path: 'deletions/{scope}',
    notExported: 'exists only once there is nobody left to ask',
    unindexed: ['response', 'fingerprint', 'aside', 'pseudonym', 'takenUntil'],
    indexes: [{ fields: ['status', 'startedAt'], everywhere: true }],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'users/finishDeletion.ts',
    asks: "sweep group: 'deletions' where: ['status'] dueField: 'startedAt'",
    servedBy: ['deletions everywhere: status, startedAt'],
  },
  {
    file: 'users/bannedContacts.ts',
    asks: "readCandidates where: ['uid'] readCandidates where: ['uid']",
    servedBy: ['automatic bannedContacts.uid'],
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
