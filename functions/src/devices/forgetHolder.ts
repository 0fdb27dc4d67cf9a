import { eraseDocumentIf } from '../platform/storage/erasure.ts';
import { transact } from '../platform/storage/transaction.ts';
import { deviceDoc } from './store.ts';

/**
 * Takes a deleted account's name out of a device's history, because a device leads to a person; a device that nobody
 * else has held is forgotten whole. Its tombstone stays, and leads to nobody.
 */
export async function forgetHolder(deviceHash: string, uid: string): Promise<void> {
  const doc = deviceDoc(deviceHash);
  await transact(async (tx) => {
    const device = await tx.get(doc);
    if (device === undefined || !device.history.some((held) => held.uid === uid)) return;
    tx.merge(doc, { history: device.history.filter((held) => held.uid !== uid) });
  });
  await eraseDocumentIf(doc.path, (data) => {
    const { uid: holder, history } = doc.fields.parse(data);
    return holder === null && history.length === 0;
  });
}
