import { rateLimitsConfig } from '../limits/config.ts';
import { idempotencyErrors, platformErrors, rateErrors } from '../transport/catalogue.ts';
import { defineDomain } from './domain.ts';
import { CALLERS } from './stored.ts';

/** What the platform itself adds to what the domains declare. */
export const platform = defineDomain({
  name: 'platform',
  errors: [platformErrors, idempotencyErrors, rateErrors],
  config: [rateLimitsConfig],
  collections: [
    {
      path: 'idempotency/{scope}',
      notExported: 'copies of responses, which repeat what stands elsewhere, for 14 days',
      unindexed: ['response', 'fingerprint'],
      expiresAt: 'expireAt',
    },
    { path: 'consumed/{mark}', notExported: 'hashes of handled messages', expiresAt: 'expireAt' },
    {
      path: 'staffNonces/{nonce}',
      notExported: 'random words of signed staff requests, kept for minutes',
      expiresAt: 'expireAt',
    },
  ],
  queries: [
    {
      file: 'platform/configuration/lastGoodEconomy.ts',
      asks: "orderBy('version', 'desc')",
      servedBy: ['automatic versions.version'],
    },
    {
      file: 'platform/storage/erasure.ts',
      asks: "where(where[0], '==') where(where[0], '==') orderBy(DOCUMENT_ID)",
      servedBy: [CALLERS],
    },
    {
      file: 'platform/storage/forgetAnswers.ts',
      asks: "readAll where: ['uid']",
      servedBy: ['automatic idempotency.uid', 'automatic withdrawals.uid', 'automatic deletions.uid'],
    },
    {
      file: 'platform/storage/reader.ts',
      asks:
        "collectionGroup(read.group) where(field, '==') where(read.dueField, '<=') where(read.dueField, '>') " +
        "orderBy(read.dueField) orderBy(DOCUMENT_ID) where(where[0], '==') where(by, '>=') where(by, '<=') orderBy(by, 'desc') " +
        "orderBy(DOCUMENT_ID, 'desc') where(by, '<') orderBy(by, 'desc') orderBy(DOCUMENT_ID, 'desc') " +
        "where(read.where[0], '==') orderBy(DOCUMENT_ID)",
      servedBy: [CALLERS],
    },
    { file: 'platform/storage/rewriting.ts', asks: "where(field, '==')", servedBy: [CALLERS] },
    { file: 'platform/storage/sweep.ts', asks: 'readDue', servedBy: [CALLERS] },
  ],
});
