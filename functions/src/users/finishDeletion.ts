import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';
import { randomHex } from '../platform/crypto/crypto.ts';
import type { Departed } from '../platform/manifest/account.ts';
import { deleteAuthUser } from '../platform/runtime/firebase.ts';
import { behind, Overtaken } from '../platform/storage/fence.ts';
import { COPIES_KEPT_MS, withoutCaller } from '../platform/storage/idempotency.ts';
import { rewriteDocuments } from '../platform/storage/rewriting.ts';
import { dueSince } from '../platform/storage/stepAside.ts';
import { sweep } from '../platform/storage/sweep.ts';
import { transact } from '../platform/storage/transaction.ts';
import { takeApart } from './deletionSteps.ts';
import { deletionDoc, deletionFields, newPseudonym } from './deletionStore.ts';
import { departure } from './departedStore.ts';
import { accountDoc } from './store.ts';

/** Longer than any instance may take: whoever has taken a deletion and not given it back by then is gone. */
const TAKEN_MS = 10 * MINUTE_MS;

/**
 * Removes a deleted account's personal data, then its Auth user, and leaves what stays under the pseudonym; the mark that it
 * is done comes last. One at a time: somebody new may come under the uid once it is done, whom nobody may take apart who was
 * slow. Whoever is overtaken leaves the rest to whoever has.
 */
export async function finishDeletion(scope: string, nowMs: number): Promise<void> {
  const taken = await take(scope, nowMs);
  if (taken === undefined) return;
  await behind({ path: deletionDoc(scope).path, token: taken.token }, () => finish(scope, taken)).catch(
    (error: unknown) => {
      if (!(error instanceof Overtaken)) throw error;
    },
  );
}

async function finish(scope: string, taken: Taken): Promise<void> {
  let isOver = false;
  try {
    // Redis may not answer, and come back with what it had.
    const haveCopiesLapsed = taken.nowMs >= taken.startedAt + COPIES_KEPT_MS;
    isOver = await takeApart(taken, haveCopiesLapsed, () => endSignIn(scope, taken.uid));
  } finally {
    if (!isOver) await giveBack(scope);
  }
  if (isOver) await markDone(scope, taken);
}

interface Taken extends Departed {
  readonly startedAt: number;
  readonly token: string;
}

function take(scope: string, nowMs: number): Promise<Taken | undefined> {
  return transact(async (tx) => {
    const deletion = await tx.get(deletionDoc(scope));
    if (deletion === undefined || deletion.status === 'DONE') return;
    const { uid, devices, takenUntil } = deletion;
    const startedAt = dueSince(deletion.startedAt, deletion.aside);
    if (takenUntil !== null && takenUntil > nowMs) return;
    // Earlier versions gave none.
    const pseudonym = deletion.pseudonym ?? newPseudonym();
    const token = randomHex(16);
    tx.merge(deletionDoc(scope), { pseudonym, takenBy: token, takenUntil: new Date(nowMs + TAKEN_MS) });
    return { uid, pseudonym, devices, nowMs, startedAt, token };
  });
}

/** Once: whoever signs in under the uid afterwards waits for the end, and must not be signed out by it. */
async function endSignIn(scope: string, uid: string): Promise<void> {
  const isGone = await transact(async (tx) => (await tx.get(deletionDoc(scope)))?.isSignInGone);
  if (isGone !== false) return;
  await deleteAuthUser(uid);
  await transact(async (tx) => {
    if ((await tx.get(deletionDoc(scope))) !== undefined) tx.merge(deletionDoc(scope), { isSignInGone: true });
  });
}

async function giveBack(scope: string): Promise<void> {
  await transact(async (tx) => {
    const deletion = await tx.get(deletionDoc(scope));
    if (deletion?.status === 'RUNNING') tx.merge(deletionDoc(scope), { takenBy: null, takenUntil: null });
  });
}

/** The uid's last document goes together with the mark that all is done, which names the pseudonym from then on. */
async function markDone(scope: string, { uid, pseudonym, startedAt }: Taken): Promise<void> {
  const [account, deletion] = [accountDoc(uid).path, deletionDoc(scope).path];
  const departed = departure(uid, Math.floor(startedAt / SECOND_MS) * SECOND_MS);
  await rewriteDocuments([account, deletion, departed.path], (found) => {
    const { response } = found.get(deletion) ?? {};
    const answer = typeof response === 'string' ? { response: withoutCaller(response, uid) } : {};
    const done = { uid: pseudonym, status: 'DONE', devices: [], takenBy: null, takenUntil: null, ...answer };
    return [{ path: account, data: undefined }, { path: deletion, data: done }, departed];
  });
}

const OVERDUE_MS = MINUTE_MS;
const DELETIONS_A_PAGE = 50;
const MAX_PAGES = 10;

export interface Resumed {
  readonly finished: number;
  readonly failed: number;
}

/** Goes on with deletions that were interrupted; those that fail step aside for the ones behind them. */
export async function resumeDeletions(nowMs: number, perPage = DELETIONS_A_PAGE): Promise<Resumed> {
  const { handled, failed } = await sweep({
    queue: { group: 'deletions', where: ['status', 'RUNNING'], dueField: 'startedAt' },
    ...{ dueAtMs: nowMs - OVERDUE_MS, nowMs, perPage, maxPages: MAX_PAGES, atOnce: 1 },
    handle: ({ id }) => finishDeletion(id, nowMs),
    failure: ({ data }) => ({
      message: 'deletion is stuck',
      alert: 'users.deletion-stuck',
      deletedUid: deletionFields.shape.uid.safeParse(data.uid).data,
    }),
  });
  return { finished: handled, failed };
}
