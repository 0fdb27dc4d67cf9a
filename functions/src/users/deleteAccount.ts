import { leaveDevices } from '../devices/bindDevice.ts';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { CURRENCIES } from '../kernel/money.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { getWallet } from '../wallet/post.ts';
import { requireActive } from './account.ts';
import { userErrors } from './contract.ts';
import { deletionDoc } from './deletionStore.ts';
import { accountDoc } from './store.ts';

/**
 * Closes the account in one transaction, from which there is no way back; {@link finishDeletion} then removes the
 * personal data step by step, as often as it takes.
 */
export async function deleteAccount(tx: Tx, call: Call, _input: unknown, scope: string) {
  const { uid, nowMs, caller } = call;
  await requireActive(tx, uid, caller.signedInAtMs);
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  if (CURRENCIES.some((currency) => wallet.balances[currency].locked > 0)) {
    throw new Refused(userErrors['money-on-its-way']);
  }
  const devices = [...(await leaveDevices(tx, uid, nowMs))];
  const nameless = { country: null, appVersion: null, referredBy: null, referralCode: '' };
  tx.merge(accountDoc(uid), { status: 'deleted', ...nameless });
  tx.create(deletionDoc(scope), { uid, status: 'RUNNING', startedAt: new Date(nowMs), devices });
  return { uid, status: 'DELETED' as const };
}
