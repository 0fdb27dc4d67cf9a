import { keyedHash } from '../platform/crypto/keyedHash.ts';
import type { MigrationRun } from '../platform/manifest/migration.ts';
import { transactVerified } from '../platform/storage/optimistic.ts';
import { enlist, openDetails } from './destinations.ts';
import { destinationOf } from './rules.ts';
import { destinationDoc, fileDoc } from './store.ts';

/**
 * Notes the account of a withdrawal at the hash that its destination has today: earlier versions took each spelling of a
 * mailbox for another one, and hashed under keys that may have changed since. Answers 1 where it was not noted there.
 */
export function unifyDestination(withdrawalId: string, { dryRun }: MigrationRun): Promise<number> {
  return transactVerified(async (tx) => {
    const file = await tx.get(fileDoc(withdrawalId));
    if (file === undefined) return 0;
    const destination = keyedHash(destinationOf(openDetails(file.sealedDetails, withdrawalId)));
    if (file.destination === destination) return 0;
    const uids = (await tx.get(destinationDoc(destination)))?.uids ?? [];
    if (!dryRun) {
      if (!uids.includes(file.uid)) tx.merge(destinationDoc(destination), { uids: enlist(uids, file.uid) });
      tx.merge(fileDoc(withdrawalId), { destination, formerly: [...new Set([...file.formerly, file.destination])] });
    }
    return 1;
  });
}
