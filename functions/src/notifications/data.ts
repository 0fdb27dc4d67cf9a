import type { StoredCollection } from '../platform/manifest/stored.ts';

export const collections: readonly StoredCollection[] = [
  {
    path: 'users/{uid}/inbox/{note}',
    readBy: 'owner',
    mayList: true,
    personal: { find: 'all', onDeletion: 'erase' },
    unindexed: ['facts'],
    expiresAt: 'expireAt',
  },
];
