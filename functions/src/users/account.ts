import { Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/transaction.ts';
import { userErrors } from './contract.ts';
import { accountDoc } from './store.ts';

/** Staff may act on any account that exists, whatever its standing. */
export async function requireAccount(tx: Tx, uid: string): Promise<void> {
  if ((await tx.get(accountDoc(uid))) === undefined) throw new Refused(userErrors['not-found']);
}

/** Lets only an existing account in good standing act; every use case of a player begins with it. */
export async function requireActive(tx: Tx, uid: string): Promise<void> {
  const account = await tx.get(accountDoc(uid));
  if (account === undefined) throw new Refused(userErrors['not-found']);
  if (account.status !== 'active') throw new Refused(userErrors[account.status]);
}
