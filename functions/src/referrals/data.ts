import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'referralClaims/{uid}',
    personal: { find: 'id', onDeletion: 'keep' },
    indexes: [{ fields: ['status', 'claimedAt'], everywhere: true }],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'referrals/creditReferrer.ts',
    asks: "readCandidates where: ['waitingFor'] readDue group: 'referralClaims' where: ['status'] dueField: 'claimedAt'",
    servedBy: ['automatic referralClaims.waitingFor', 'referralClaims everywhere: status, claimedAt'],
  },
];
