import type { Settled, Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import { payReferrers } from './referralCredits.ts';
import { followRenaming, isRenaming } from './renaming.ts';
import { standingNow } from './standing.ts';
import type { Account, Oracle } from './state.ts';

/**
 * What is taken from a closed account, one commit after the other: only what is its own, and only once it is closed. The
 * ledger is never touched.
 */
export function followDeletion(oracle: Oracle, settled: Pick<Settled, 'writes' | 'nowMs'>): undefined {
  if (settled.writes.some((write) => isRenaming(oracle, write))) return followRenaming(oracle, settled.writes);
  payReferrers(oracle, settled);
  for (const write of settled.writes) {
    const [collection = '', id = ''] = write.path.split('/');
    if (write.after === undefined) erase(oracle, write);
    else if (collection === 'deletions' && write.after.status === 'DONE') finish(oracle, id);
    else if (collection === 'devices') forgetHolders(oracle, id, write);
    else if (collection === 'withdrawals') blank(oracle, id, write);
    else if (collection === 'payoutDestinations') forgetSharer(oracle, write);
  }
  return;
}

type Closing = Pick<Settled, 'nowMs' | 'writes'>;

/** Nobody can use it any more, and its devices remember it. */
export function closeAccount(oracle: Oracle, account: Account, scope: string, { nowMs, writes }: Closing): void {
  for (const device of account.devices) {
    oracle.tombstones.add(device);
    if (standingNow(account, nowMs) === 'banned') oracle.bannedDevices.add(device);
  }
  account.standing = 'deleted';
  if (account.device !== null) oracle.devices.set(account.device, null);
  Object.assign(account, { device: null, devices: [], moves: [], places: [], referredBy: null, code: '' });
  // The pseudonym is the system's to draw.
  const pseudonym: string = writes.find(({ path }) => path === `deletions/${scope}`)?.after.pseudonym ?? '';
  oracle.pseudonyms.set(pseudonym, account.uid);
  oracle.deletions.set(scope, { uid: account.uid, startedAtMs: nowMs, pseudonym, done: false });
}

function finish(oracle: Oracle, id: string): void {
  const deletion = oracle.deletions.get(id);
  demand(deletion !== undefined, () => `deletion ${id} ended, which nobody began`);
  const { uid, startedAtMs } = deletion;
  demand(!oracle.claims.has(uid), () => `${uid} can still sign in, though the deletion is done`);
  demand(oracle.takenOver.delete(uid), () => `the deletion of ${uid} ended, and its ledger has no other name`);
  oracle.departed.set(uid, startedAtMs - (startedAtMs % 1_000));
  deletion.done = true;
}

function demandGone(oracle: Oracle, uid: string, path: string): Account {
  const account = oracle.accounts.get(uid);
  demand(account?.standing === 'deleted', () => `${path} was erased, though ${uid} is not deleted`);
  return account;
}

const BY_ID = new Set(['risk', 'conduct', 'profiles', 'heldReferrers', 'openBlocks']);
const ERASABLE = new Set(['monthlyStats', 'inbox', 'checkpoints']);

function erase(oracle: Oracle, { path, before }: Write): void {
  const [collection = '', id = '', inner = ''] = path.split('/');
  if (collection === 'users') {
    if (oracle.takenOver.has(id)) return;
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
  const account = demandGone(oracle, BY_ID.has(collection) ? id : before.uid, path);
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
