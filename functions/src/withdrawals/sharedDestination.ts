import { readCandidates } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { destinationDoc, fileDoc } from './store.ts';

/** Of so many withdrawals of somebody it is looked at where the money goes. */
const FILES_LOOKED_AT = 50;

/** Whether one account has asked to be paid where the other one has. */
export async function haveSharedDestination(tx: Tx, one: string, other: string): Promise<boolean> {
  const files = await readCandidates({ collection: 'withdrawalFiles', where: ['uid', other], limit: FILES_LOOKED_AT });
  await tx.load(files.map(fileDoc));
  const found = await Promise.all(files.map((id) => tx.get(fileDoc(id))));
  const destinations = new Set(found.flatMap((file) => (file ? [file.destination, ...file.formerly] : [])));
  for (const hash of destinations) {
    if ((await tx.get(destinationDoc(hash)))?.uids.includes(one)) return true;
  }
  return false;
}
