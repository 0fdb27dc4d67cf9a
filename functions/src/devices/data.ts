import type { StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  { path: 'users/{uid}', unindexed: ['deviceChangesMs', 'earlierDevices'] },
  { path: 'devices/{hash}', personal: { find: 'own', onDeletion: 'erase' } },
  { path: 'deviceTombstones/{hash}', notExported: 'a keyed hash that leads to no account' },
];
