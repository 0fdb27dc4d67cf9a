import type { Settled, Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Account, Oracle } from './state.ts';

/**
 * What is taken from a closed account, one commit after the other: only what is its own, and only once it is closed. The
 * ledger is never touched.
 */
export function followDeletion(oracle: Oracle, { writes }: Pick<Settled, 'writes'>): undefined {
  for (const write of writes) {
    const [collection = '', id = ''] = write.path.split('/');
    if (write.after === undefined) erase(oracle, write);
    else if (collection === 'deletions' && write.after.status === 'DONE') finish(oracle, id);
    else if (collection === 'devices') forgetHolders(oracle, id, write);
    else if (collection === 'withdrawals') blank(oracle, id, write);
    else if (collection === 'payoutDestinations') forgetSharer(oracle, write);
  }
  return;
}

function finish(oracle: Oracle, id: string): void {
  const deletion = oracle.deletions.get(id);
  demand(deletion !== undefined, () => `deletion ${id} ended, which nobody began`);
  demand(!oracle.claims.has(deletion.uid), () => `${deletion.uid} can still sign in, though the deletion is done`);
  deletion.done = true;
}

function demandGone(oracle: Oracle, uid: string, path: string): Account {
  const account = oracle.accounts.get(uid);
  demand(account?.standing === 'deleted', () => `${path} was erased, though ${uid} is not deleted`);
  return account;
}

const ERASABLE = new Set(['monthlyStats', 'inbox']);

function erase(oracle: Oracle, { path, before }: Write): void {
  const [collection = '', id = '', inner = ''] = path.split('/');
  if (collection === 'users') {
    demandGone(oracle, id, path);
    demand(ERASABLE.has(inner), () => `${path} was erased, which is the ledger's`);
    oracle.notes.delete(path);
    return;
  }
  if (collection === 'devices') {
    demand(before.uid === null, () => `${path} was forgotten, though ${before.uid} holds it`);
    for (const held of before.history) demandGone(oracle, held.uid, path);
    oracle.deviceHolders.delete(id);
    return;
  }
  const account = demandGone(oracle, collection === 'risk' || collection === 'profiles' ? id : before.uid, path);
  if (collection === 'risk') account.places = [];
  if (collection === 'referralCodes') oracle.codes.delete(id);
  if (collection === 'idempotency') oracle.erasedKeys.add(id);
  const withdrawal = collection === 'withdrawalFiles' ? oracle.withdrawals.get(id) : undefined;
  if (withdrawal !== undefined) withdrawal.erased = true;
}

function forgetHolders(oracle: Oracle, hash: string, { path, before, after }: Write): void {
  const left: string[] = after.history.map(({ uid }: { uid: string }) => uid);
  const was: string[] = before.history.map(({ uid }: { uid: string }) => uid);
  for (const uid of new Set(was.filter((one) => !left.includes(one)))) demandGone(oracle, uid, path);
  demandEqual(
    left,
    was.filter((one) => left.includes(one)),
    `who held ${hash}`,
  );
  oracle.deviceHolders.set(hash, left);
}

function blank(oracle: Oracle, id: string, { path, before, after }: Write): void {
  demandGone(oracle, before.uid, path);
  demandEqual(after, { ...before, fingerprint: '', response: '' }, path);
  oracle.blankKeys.add(id);
}

function forgetSharer(oracle: Oracle, { path, before, after }: Write): void {
  for (const uid of before.uids) if (uid !== 'deleted' && !after.uids.includes(uid)) demandGone(oracle, uid, path);
  demand(after.uids.includes('deleted'), () => `${path} forgot that somebody else used it`);
}
