import { MINUTE_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { readDue, type StoredDocument } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import { takeApart } from './deletionSteps.ts';
import { deletionDoc } from './deletionStore.ts';

/** Removes a deleted account's personal data, then its Auth user; the mark that it is done comes last. */
export async function finishDeletion(scope: string): Promise<void> {
  const deletion = await transact((tx) => tx.get(deletionDoc(scope)));
  if (deletion === undefined || deletion.status === 'DONE') return;
  await takeApart(deletion);
  await transact(async (tx) => {
    await tx.get(deletionDoc(scope));
    tx.merge(deletionDoc(scope), { status: 'DONE', devices: [] });
  });
}

const OVERDUE_MS = MINUTE_MS;
const DELETIONS_A_PAGE = 50;
const MAX_PAGES = 10;

/** Goes on with deletions that were interrupted; those that fail do not keep the ones behind them waiting. */
export async function resumeDeletions(nowMs: number): Promise<{ readonly finished: number; readonly failed: number }> {
  let finished = 0;
  let failed = 0;
  let after: StoredDocument | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const due: StoredDocument[] = await readDue({
      group: 'deletions',
      where: ['status', 'RUNNING'],
      dueField: 'startedAt',
      dueAtMs: nowMs - OVERDUE_MS,
      limit: DELETIONS_A_PAGE,
      after,
    });
    for (const found of due) {
      if (await tryToFinish(found)) finished += 1;
      else failed += 1;
    }
    after = due.at(-1) ?? null;
    if (due.length < DELETIONS_A_PAGE) break;
  }
  return { finished, failed };
}

async function tryToFinish({ id, path, data }: StoredDocument): Promise<boolean> {
  try {
    await finishDeletion(id);
    return true;
  } catch (error) {
    const { uid } = parseStored(deletionDoc(id).fields, path, data);
    log('ERROR', 'deletion is stuck', { alert: 'users.deletion-stuck', deletedUid: uid, ...describeError(error) });
    return false;
  }
}
