import type { RegisteredQueries, StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'referralClaims/{uid}',
    personal: { find: 'id', onDeletion: 'keep' },
    people: ['referrerUid', 'waitingFor'],
    indexes: [{ fields: ['status', 'claimedAt'], everywhere: true }],
  },
  {
    path: 'heldReferrers/{uid}',
    personal: { find: 'id', onDeletion: 'erase' },
    indexes: [{ fields: ['status', 'lookedAt'], everywhere: true }],
  },
];

export const queries: readonly RegisteredQueries[] = [
  {
    file: 'referrals/creditReferrer.ts',
    asks: "readCandidates where: ['waitingFor']",
    servedBy: ['automatic referralClaims.waitingFor'],
  },
  {
    file: 'referrals/sweepReferralCredits.ts',
    asks:
      "readDue group: 'referralClaims' where: ['status'] dueField: 'claimedAt' " +
      "readDue group: 'heldReferrers' where: ['status'] dueField: 'lookedAt'",
    servedBy: ['referralClaims everywhere: status, claimedAt', 'heldReferrers everywhere: status, lookedAt'],
  },
];
