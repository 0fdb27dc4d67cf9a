import type { Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Account, Oracle } from './state.ts';

/** What stays of a closed account gets its pseudonym: document by document, the account itself, then nothing under the uid. */
export function isRenaming(oracle: Oracle, { path, before, after }: Write): boolean {
  const [collection, id = '', inner] = path.split('/');
  // What has its other name already may still be settled by others.
  if (oracle.pseudonyms.has(id) && (before === undefined || collection === 'users')) return true;
  if (collection === 'users' && inner === undefined && after?.isTakenOver === true) return true;
  if (collection === 'bannedContacts') return renamedBan(oracle, before, after) !== undefined;
  // The deletion itself names the pseudonym when all is done.
  return collection !== 'deletions' && namesIn(oracle, before, after).length > 0;
}

interface Renamed {
  readonly field: string;
  readonly uid: string;
  readonly pseudonym: string;
}

/** The fields that name somebody by the pseudonym now, and by the uid before. */
function namesIn(oracle: Oracle, before: any, after: any): Renamed[] {
  if (before === undefined || after === undefined) return [];
  return Object.keys(after).flatMap((field) => {
    const [was, is] = [before[field], after[field]];
    if (was === is || typeof is !== 'string') return [];
    const pseudonym = is.replace(/^(users|staff)\//, '');
    const uid = oracle.pseudonyms.get(pseudonym);
    return uid !== undefined && was === is.replace(pseudonym, () => uid) ? [{ field, uid, pseudonym }] : [];
  });
}

export function followRenaming(oracle: Oracle, writes: readonly Write[]): undefined {
  for (const write of writes) {
    const [collection = '', id = '', inner] = write.path.split('/');
    const isAccount = collection === 'users' && inner === undefined;
    if (isAccount && write.after?.isTakenOver === true) takeOver(oracle, id, writes);
    else if (collection === 'referralClaims' && write.before === undefined) moveClaim(oracle, id);
    if (collection === 'bannedContacts') renameBan(oracle, write);
    else for (const renamed of namesIn(oracle, write.before, write.after)) rename(oracle, write, renamed);
  }
  return;
}

function rename(oracle: Oracle, { path, before, after }: Write, { field, uid, pseudonym }: Renamed): void {
  const [collection = '', id = ''] = path.split('/');
  demandEqual({ ...after, [field]: null }, { ...before, [field]: null }, path);
  const isClosed = oracle.accounts.get(uid)?.standing === 'deleted';
  demand(isClosed, () => `${path} lost the name of ${uid}, who is not deleted`);
  const withdrawal = collection === 'withdrawals' ? oracle.withdrawals.get(id) : undefined;
  if (withdrawal !== undefined) withdrawal.uid = pseudonym;
  const entry = collection === 'fraudLogs' ? oracle.suspicions.get(id) : undefined;
  if (entry !== undefined) Object.assign(entry, { [field]: after[field] });
  const claim = collection === 'referralClaims' ? oracle.referrals.get(id) : undefined;
  if (claim !== undefined && field === 'referrerUid') claim.referrer = pseudonym;
  const claimer = collection === 'users' ? oracle.accounts.get(id) : undefined;
  if (claimer !== undefined && field === 'referredBy') claimer.referredBy = pseudonym;
}

function moveClaim(oracle: Oracle, pseudonym: string): void {
  const uid = oracle.pseudonyms.get(pseudonym) ?? '';
  const claim = oracle.referrals.get(uid);
  demand(claim !== undefined, () => `a claim of ${uid} was moved, and there is none`);
  oracle.referrals.delete(uid);
  claim.uid = pseudonym;
  oracle.referrals.set(pseudonym, claim);
}

function takeOver(oracle: Oracle, uid: string, writes: readonly Write[]): void {
  const created = writes.find(({ path }) => oracle.pseudonyms.get(path.split('/')[1] ?? '') === uid);
  const pseudonym = created?.path.split('/')[1] ?? '';
  const account = oracle.accounts.get(uid);
  demand(account?.standing === 'deleted', () => `${uid} was taken over, and is not deleted`);
  demandEqual(created?.after.uid, pseudonym, `the uid of ${pseudonym}`);
  nameLedger(oracle, account, pseudonym);
  oracle.takenOver.add(uid);
}

/** Ledger, holds, corrections and destinations of a closed account stand under the pseudonym. */
function nameLedger(oracle: Oracle, account: Account, pseudonym: string): void {
  const { uid } = account;
  oracle.formerLives.set(uid, [...(oracle.formerLives.get(uid) ?? []), account]);
  oracle.accounts.delete(uid);
  oracle.accounts.set(pseudonym, underName(account, pseudonym));
  for (const hold of oracle.holds.values()) if (hold.uid === uid) hold.uid = pseudonym;
  for (const adjustment of oracle.adjustments.values()) if (adjustment.uid === uid) adjustment.uid = pseudonym;
  for (const [hash, uids] of oracle.destinations) {
    const renamed = uids.map((one) => (one === uid ? pseudonym : one));
    oracle.destinations.set(hash, renamed);
  }
}

/** All that {@link followRenaming} follows in many commits, where only its end is seen. */
export function renameAll(oracle: Oracle, uid: string, pseudonym: string): void {
  const account = oracle.accounts.get(uid);
  demand(account?.standing === 'deleted', () => `${uid} got another name, and is not deleted`);
  nameLedger(oracle, account, pseudonym);
  if (oracle.referrals.has(uid)) moveClaim(oracle, pseudonym);
  for (const claim of oracle.referrals.values()) if (claim.referrer === uid) claim.referrer = pseudonym;
  for (const claimer of oracle.accounts.values()) if (claimer.referredBy === uid) claimer.referredBy = pseudonym;
  for (const withdrawal of oracle.withdrawals.values()) if (withdrawal.uid === uid) withdrawal.uid = pseudonym;
  for (const entry of oracle.suspicions.values()) {
    if (entry.uid === uid) entry.uid = pseudonym;
    if (entry.subject === `users/${uid}`) entry.subject = `users/${pseudonym}`;
  }
}

function underName(account: Account, pseudonym: string): Account {
  const entries = account.entries.map((entry) => ({
    ...entry,
    actor: entry.actor === account.uid ? pseudonym : entry.actor,
  }));
  return { ...account, uid: pseudonym, entries };
}

/** The pseudonym by which a ban is known now, and was not before. */
function renamedBan(oracle: Oracle, before: any, after: any): string | undefined {
  return Object.keys(after?.bans ?? {}).find(
    (name) => oracle.pseudonyms.has(name) && before?.bans?.[name] === undefined,
  );
}

function renameBan(oracle: Oracle, { before, after }: Write): void {
  const pseudonym = renamedBan(oracle, before, after) ?? '';
  const uid = oracle.pseudonyms.get(pseudonym) ?? '';
  const untilMs = oracle.banned.get(uid);
  // One commit renames it under all contacts of the person.
  if (untilMs === undefined) return;
  oracle.banned.delete(uid);
  oracle.banned.set(pseudonym, untilMs);
}
