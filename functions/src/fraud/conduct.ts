import type { Tx } from '../platform/storage/transaction.ts';
import { conductDoc } from './store.ts';

/** Refunds and chargebacks on the account's record, for the rules of other domains. */
export async function chargebacksOf(tx: Tx, uid: string): Promise<number> {
  return (await tx.get(conductDoc(uid)))?.chargebacks ?? 0;
}
