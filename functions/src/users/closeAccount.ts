import { Refused } from '../kernel/decision.ts';
import { accountParts } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { idempotencyErrors } from '../platform/transport/catalogue.ts';
import { standingOf, storedStanding } from './account.ts';
import { banContacts } from './bannedContacts.ts';
import { deletionDoc, newPseudonym } from './deletionStore.ts';
import { accountDoc } from './store.ts';

/**
 * Closes the account of `call.uid` in this transaction, from which there is no way back; `finishDeletion` then removes the
 * personal data step by step, as often as it takes. `devices` have to forget the account beside those that it is or was on.
 */
export async function closeAccount(tx: Tx, call: Call, scope: string, devices: readonly string[] = []): Promise<void> {
  const { uid, nowMs } = call;
  // The record of a key lapses, and what it once closed stays on record.
  if ((await tx.get(deletionDoc(scope))) !== undefined) throw new Refused(idempotencyErrors['key-reused']);
  // What a banned person is known by now may be something else than it was then.
  if ((await standingOf(tx, uid, nowMs)) === 'banned') {
    await banContacts(tx, uid, nowMs, (await storedStanding(tx, uid)).standingUntil);
  }
  const left = new Set(devices);
  for (const { close } of await accountParts()) {
    for (const hash of (await close?.(tx, call))?.devices ?? []) left.add(hash);
  }
  const nameless = { country: null, appVersion: null, referredBy: null, referralCode: '' };
  tx.merge(accountDoc(uid), { status: 'deleted', ...nameless });
  const startedAt = new Date(nowMs);
  const deletion = { uid, pseudonym: newPseudonym(), devices: [...left] };
  tx.create(deletionDoc(scope), { ...deletion, status: 'RUNNING', startedAt });
}
