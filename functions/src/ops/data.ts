import type { StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [{ path: 'ops/{job}', notExported: 'how far jobs have come' }];
