import { DOCUMENT_IDS, type RegisteredQueries, type StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [{ path: 'ops/{job}', notExported: 'how far jobs have come' }];

export const queries: readonly RegisteredQueries[] = [
  { file: 'ops/migrate.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
];
