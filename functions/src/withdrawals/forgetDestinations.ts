import { parseStored } from '../platform/storage/collection.ts';
import { readAll } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import { destinationDoc, fileDoc } from './store.ts';

const FILES_A_PAGE = 100;
/** Stands for whoever used a destination and is gone: the next account that names it still shares it. */
const SOMEBODY_GONE = 'deleted';

/** Takes a deleted account's name off the destinations that it asked for, as long as its files still say which. */
export async function forgetDestinations(uid: string): Promise<void> {
  const files = readAll({ collection: 'withdrawalFiles', where: ['uid', uid], limit: FILES_A_PAGE });
  for await (const { id, path, data } of files) {
    const { destination, formerly } = parseStored(fileDoc(id).fields, path, data);
    for (const hash of [destination, ...formerly]) await forgetUser(hash, uid);
  }
}

async function forgetUser(destination: string, uid: string): Promise<void> {
  const doc = destinationDoc(destination);
  await transact(async (tx) => {
    const uids = (await tx.get(doc))?.uids ?? [];
    if (!uids.includes(uid)) return;
    const others = uids.filter((other) => other !== uid && other !== SOMEBODY_GONE);
    tx.merge(doc, { uids: [SOMEBODY_GONE, ...others] });
  });
}
