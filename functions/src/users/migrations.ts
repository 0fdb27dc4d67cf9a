import type { Migration, MigrationRun } from '../platform/manifest/migration.ts';
import { transact } from '../platform/storage/transaction.ts';
import { deletionDoc } from './deletionStore.ts';
import { finishDeletion } from './finishDeletion.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'rename-deleted',
    says: 'what stays of accounts that earlier versions deleted, from their uid to a pseudonym',
    collection: 'deletions',
    apply: renameDeleted,
  },
];

/** Begins the deletion again, which goes on to its present end. */
async function renameDeleted(scope: string, { nowMs, dryRun }: MigrationRun): Promise<number> {
  const isDue = await transact(async (tx) => {
    const deletion = await tx.get(deletionDoc(scope));
    if (deletion?.status !== 'DONE' || deletion.pseudonym !== null) return false;
    if (!dryRun) tx.merge(deletionDoc(scope), { status: 'RUNNING' });
    return true;
  });
  if (isDue && !dryRun) await finishDeletion(scope, nowMs);
  return isDue ? 1 : 0;
}
