import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    // Listing works only for a query that asks for the caller's own uid. A withdrawal that does not exist is refused like
    // somebody else's, so that a stranger cannot learn which ids are taken.
    path: 'withdrawals/{withdrawal}',
    readBy: 'itsUid',
    mayList: true,
    // The fingerprint of a request covers payment details and device.
    personal: { find: 'field', onDeletion: 'blank', blanked: ['fingerprint', 'response'] },
    people: ['uid'],
    unindexed: ['response', 'fingerprint'],
    indexes: [{ fields: ['status', 'requestedAt'], everywhere: true }],
  },
  {
    path: 'withdrawalFiles/{withdrawal}',
    personal: { find: 'field', onDeletion: 'erase' },
    unindexed: ['sealedDetails', 'history', 'formerly'],
  },
  {
    path: 'payoutDestinations/{hash}',
    notExported: 'a keyed hash of what withdrawalFiles has in clear, and who else is paid there',
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'withdrawals/forgetDestinations.ts',
    asks: "readAll where: ['uid']",
    servedBy: ['automatic withdrawalFiles.uid'],
  },
  {
    file: 'withdrawals/sharedDestination.ts',
    asks: "readCandidates where: ['uid']",
    servedBy: ['automatic withdrawalFiles.uid'],
  },
  {
    file: 'withdrawals/listWithdrawals.ts',
    asks: "readDue group: 'withdrawals' where: ['status'] dueField: 'requestedAt'",
    servedBy: ['withdrawals everywhere: status, requestedAt'],
  },
];
