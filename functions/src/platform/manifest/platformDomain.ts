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
    { path: 'idempotency/{scope}', unindexed: ['response', 'fingerprint'], expiresAt: 'expireAt' },
    { path: 'consumed/{mark}', expiresAt: 'expireAt' },
    { path: 'staffNonces/{nonce}', expiresAt: 'expireAt' },
  ],
  queries: [
    {
      file: 'platform/storage/erasure.ts',
      asks: "where(where[0], '==') where(where[0], '==') orderBy(DOCUMENT_ID)",
      servedBy: [CALLERS],
    },
    {
      file: 'platform/storage/reader.ts',
      asks:
        "collectionGroup(read.group) where(field, '==') where(read.dueField, '<=') orderBy(read.dueField) " +
        "orderBy(DOCUMENT_ID) where(read.where[0], '==') orderBy(DOCUMENT_ID)",
      servedBy: [CALLERS],
    },
  ],
});
