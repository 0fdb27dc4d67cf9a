import type { Tx } from '../platform/storage/transaction.ts';
import { withdrawalDoc } from './store.ts';

/** Whose withdrawal it is; null where there is none of that id. */
export async function ownerOfWithdrawal(tx: Tx, withdrawalId: string): Promise<string | null> {
  return (await tx.get(withdrawalDoc(withdrawalId)))?.uid ?? null;
}
