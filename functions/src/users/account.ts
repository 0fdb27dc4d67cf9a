import { Refused } from '../kernel/decision.ts';
import { SECOND_MS } from '../kernel/time.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { userErrors } from './contract.ts';
import { leftAt } from './departedStore.ts';
import { type Standing, type StoredStanding, standingAt } from './standingRules.ts';
import { accountDoc } from './store.ts';

export async function accountExists(tx: Tx, uid: string): Promise<boolean> {
  return (await tx.get(accountDoc(uid))) !== undefined;
}

/** Whether there is anybody behind the account: nothing new is left or owed to one that is deleted. */
export async function hasOwner(tx: Tx, uid: string): Promise<boolean> {
  const account = await tx.get(accountDoc(uid));
  return account !== undefined && account.status !== 'deleted';
}

/** How far the clocks of two instances may be apart. */
const CLOCKS_APART_MS = 10 * SECOND_MS;

/** Whether whom something happened to at that instant is still there, and nobody else who came under the same uid since. */
export async function isStillThere(tx: Tx, uid: string, atMs: number): Promise<boolean> {
  // What came over the bus may name anything.
  if (uid.includes('/')) return false;
  const account = await tx.get(accountDoc(uid));
  if (account === undefined || account.status === 'deleted') return false;
  return account.createdAt <= atMs + CLOCKS_APART_MS;
}

/** Whether whoever asked at that instant has been deleted since, or is about to be; somebody else may have come after. */
export async function hasLeftSince(tx: Tx, uid: string, atMs: number): Promise<boolean> {
  const account = await tx.get(accountDoc(uid));
  if (account !== undefined) return account.status === 'deleted' || account.createdAt > atMs + CLOCKS_APART_MS;
  const leftMs = await leftAt(tx, uid);
  return leftMs !== null && leftMs + CLOCKS_APART_MS >= atMs;
}

/** Staff may look at any account that exists, whatever its standing. */
export async function requireAccount(tx: Tx, uid: string): Promise<void> {
  if (!(await accountExists(tx, uid))) throw new Refused(userErrors['not-found']);
}

/** As {@link requireAccount}, for what changes one: what is kept of somebody who is gone stays as it is. */
export async function requireNotDeleted(tx: Tx, uid: string): Promise<void> {
  await requireAccount(tx, uid);
  if (!(await hasOwner(tx, uid))) throw new Refused(userErrors.deleted);
}

/** Who acts and when; `caller` is left out where nobody is signed in (an ad network's callback, say). */
export interface Acting {
  readonly uid: string;
  readonly nowMs: number;
  readonly caller?: { readonly signedInAtMs: number } | undefined;
}

/** Lets only an existing account in good standing act; every use case of a player begins with it. */
export async function requireActive(tx: Tx, { uid, nowMs, caller }: Acting): Promise<void> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  const standing = standingAt(account, nowMs);
  if (standing !== 'active') throw new Refused(userErrors[standing]);
  const { signedOutAt } = account;
  if (caller !== undefined && signedOutAt !== null && caller.signedInAtMs < signedOutAt) {
    throw new Refused(platformErrors['signed-out']);
  }
}

/**
 * Lets whoever owns an account read what is theirs, take it along and take it apart, frozen and banned ones too; not one that is deleted, nor a sign-in
 * that is over.
 */
export async function requireOwner(tx: Tx, uid: string, signedInAtMs: number): Promise<void> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  if (account.status === 'deleted') throw new Refused(userErrors.deleted);
  if (account.signedOutAt !== null && signedInAtMs < account.signedOutAt)
    throw new Refused(platformErrors['signed-out']);
}

/** What an account may do at an instant; refuses where there is none. */
export async function standingOf(tx: Tx, uid: string, nowMs: number): Promise<Standing> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  return standingAt(account, nowMs);
}

/** As {@link standingOf}, of many at once; whoever has no account is left out. */
export async function standingsOf(
  tx: Tx,
  uids: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, Standing>> {
  await tx.load(uids.map(accountDoc));
  const accounts = await Promise.all(uids.map(async (uid) => [uid, await tx.get(accountDoc(uid))] as const));
  return new Map(
    accounts.flatMap(([uid, account]) => (account === undefined ? [] : [[uid, standingAt(account, nowMs)] as const])),
  );
}

/** As it is written down, whatever has ended since; refuses where there is no account. */
export async function storedStanding(tx: Tx, uid: string): Promise<StoredStanding> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  return account;
}

/** When the account came to be, epoch milliseconds. */
export async function createdAtOf(tx: Tx, uid: string): Promise<number> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  return account.createdAt;
}

/** Changes whether an account may act; staff only, through a use case that audits it. */
export function setStanding(tx: Tx, uid: string, standing: StoredStanding): void {
  const { status, standingUntil, standingNext } = standing;
  const until = standingUntil === null ? null : new Date(standingUntil);
  tx.merge(accountDoc(uid), { status, standingUntil: until, standingNext });
}
