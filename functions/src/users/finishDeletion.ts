import { MINUTE_MS } from '../kernel/time.ts';
import { parseStored } from '../platform/collection.ts';
import { eraseDocument, eraseDocuments } from '../platform/erasure.ts';
import { deleteAuthUser } from '../platform/firebase.ts';
import { describeError, log } from '../platform/log.ts';
import { readDue } from '../platform/reader.ts';
import { transact } from '../platform/transaction.ts';
import { deletionDoc } from './deletionStore.ts';
import { PERSONAL_COLLECTIONS } from './personalDataRules.ts';

/** Removes a deleted account's personal data, then its Auth user. Every step may be repeated; the mark comes last. */
export async function finishDeletion(scope: string): Promise<void> {
  const deletion = await transact((tx) => tx.get(deletionDoc(scope)));
  if (deletion === undefined || deletion.status === 'DONE') return;
  const { uid } = deletion;
  for (const place of PERSONAL_COLLECTIONS.filter(({ onDeletion }) => onDeletion === 'erase')) {
    const collection = place.collection.replace('{uid}', uid);
    if (place.find === 'id') await eraseDocument(`${collection}/${uid}`);
    else await eraseDocuments(collection, place.find === 'field' ? ['uid', uid] : undefined);
  }
  await deleteAuthUser(uid);
  await transact(async (tx) => {
    await tx.get(deletionDoc(scope));
    tx.merge(deletionDoc(scope), { status: 'DONE' });
  });
}

const OVERDUE_MS = MINUTE_MS;
const DELETIONS_A_RUN = 100;

/** Goes on with deletions that were interrupted. */
export async function resumeDeletions(nowMs: number): Promise<{ readonly finished: number; readonly failed: number }> {
  const due = await readDue({
    group: 'deletions',
    where: ['status', 'RUNNING'],
    dueField: 'startedAt',
    dueAtMs: nowMs - OVERDUE_MS,
    limit: DELETIONS_A_RUN,
    after: null,
  });
  let failed = 0;
  for (const { id, path, data } of due) {
    try {
      await finishDeletion(id);
    } catch (error) {
      failed += 1;
      const { uid } = parseStored(deletionDoc(id).fields, path, data);
      log('ERROR', 'deletion is stuck', { alert: 'users.deletion-stuck', deletedUid: uid, ...describeError(error) });
    }
  }
  return { finished: due.length - failed, failed };
}
