import { accountParts } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireActive } from './account.ts';
import { deletionDoc } from './deletionStore.ts';
import { accountDoc } from './store.ts';

/**
 * Closes the account in one transaction, from which there is no way back; `finishDeletion` then removes the personal data
 * step by step, as often as it takes.
 */
export async function deleteAccount(tx: Tx, call: Call, _input: unknown, scope: string) {
  const { uid, nowMs, caller } = call;
  await requireActive(tx, uid, caller.signedInAtMs);
  const devices: string[] = [];
  for (const { close } of await accountParts()) devices.push(...((await close?.(tx, call))?.devices ?? []));
  const nameless = { country: null, appVersion: null, referredBy: null, referralCode: '' };
  tx.merge(accountDoc(uid), { status: 'deleted', ...nameless });
  tx.create(deletionDoc(scope), { uid, status: 'RUNNING', startedAt: new Date(nowMs), devices });
  return { uid, status: 'DELETED' as const };
}
