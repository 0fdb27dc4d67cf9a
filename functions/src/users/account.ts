import { Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { userErrors } from './contract.ts';
import { accountDoc } from './store.ts';

export async function accountExists(tx: Tx, uid: string): Promise<boolean> {
  return (await tx.get(accountDoc(uid))) !== undefined;
}

/** Whether there is anybody behind the account: a deleted one keeps its ledger, and nothing new is left or owed to it. */
export async function hasOwner(tx: Tx, uid: string): Promise<boolean> {
  const account = await tx.get(accountDoc(uid));
  return account !== undefined && account.status !== 'deleted';
}

/** Staff may act on any account that exists, whatever its standing. */
export async function requireAccount(tx: Tx, uid: string): Promise<void> {
  if (!(await accountExists(tx, uid))) throw new Refused(userErrors['not-found']);
}

/**
 * Lets only an existing account in good standing act; every use case of a player begins with it. `signedInAtMs` is when
 * the caller's sign-in began, left out where nobody is signed in (an ad network's callback, say).
 */
export async function requireActive(tx: Tx, uid: string, signedInAtMs?: number): Promise<void> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  if (account.status !== 'active') throw new Refused(userErrors[account.status]);
  const { signedOutAt } = account;
  if (signedInAtMs !== undefined && signedOutAt !== null && signedInAtMs < signedOutAt) {
    throw new Refused(platformErrors['signed-out']);
  }
}

export type Standing = 'active' | 'frozen' | 'banned' | 'deleted';

export async function standingOf(tx: Tx, uid: string): Promise<Standing> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  return account.status;
}

/** Changes whether an account may act; staff only, through a use case that audits it. */
export function setStanding(tx: Tx, uid: string, standing: Standing): void {
  tx.merge(accountDoc(uid), { status: standing });
}
