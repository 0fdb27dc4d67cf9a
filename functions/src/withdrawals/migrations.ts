import type { Migration } from '../platform/manifest/migration.ts';
import { unifyDestination } from './unifyDestination.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'one-destination',
    says: 'payout destinations to one hash for all spellings of a mailbox, under the current ADDRESS_HASH_KEY',
    collection: 'withdrawalFiles',
    apply: unifyDestination,
  },
];
