import { invariant } from '../kernel/assert.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { accountDoc, referralCodeDoc } from './store.ts';

/** Who owns a referral code; null where nobody does. Reads the code's own document, never the owner's account. */
export async function codeOwner(tx: Tx, code: string): Promise<string | null> {
  return (await tx.get(referralCodeDoc(code)))?.uid ?? null;
}

export interface Referred {
  readonly referredBy: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export async function referralState(tx: Tx, uid: string): Promise<Referred> {
  const account = await tx.get(accountDoc(uid));
  invariant(account !== undefined, `no account of ${uid}`);
  return { referredBy: account.referredBy, createdAt: account.createdAt };
}

export function setReferrer(tx: Tx, uid: string, referrerUid: string): void {
  tx.merge(accountDoc(uid), { referredBy: referrerUid });
}
