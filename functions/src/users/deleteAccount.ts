import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireOwner } from './account.ts';
import { closeAccount } from './closeAccount.ts';

/** Closes the caller's account. Whoever may do nothing else may still leave. */
export async function deleteAccount(tx: Tx, call: Call, _input: unknown, scope: string) {
  const { uid, caller } = call;
  await requireOwner(tx, uid, caller.signedInAtMs);
  await closeAccount(tx, call, scope);
  return { uid, status: 'DELETED' as const };
}
