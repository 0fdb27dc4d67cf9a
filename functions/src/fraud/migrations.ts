import type { Migration } from '../platform/manifest/migration.ts';
import { concealPlayer } from './concealPlayer.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'conceal-players',
    says: 'what users/{uid} said of implausible games, chargebacks and freezes, and risk/{uid}, to where no player reads it',
    collection: 'users',
    apply: (uid, { nowMs, dryRun }) => concealPlayer(uid, nowMs, dryRun),
  },
];
