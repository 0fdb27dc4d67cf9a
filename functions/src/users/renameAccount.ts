import { invariant } from '../kernel/assert.ts';
import type { Departed, Renamed } from '../platform/manifest/account.ts';
import type { Domain } from '../platform/manifest/domain.ts';
import { accountParts } from '../platform/manifest/house.ts';
import { eraseDocuments } from '../platform/storage/erasure.ts';
import { moveDocument, replaceValue, rewriteDocuments } from '../platform/storage/rewriting.ts';
import { transact } from '../platform/storage/transaction.ts';
import { namedIn, personalCollections } from './personalCollections.ts';
import { collectionFor } from './personalDataRules.ts';
import { accountDoc } from './store.ts';

/**
 * Gives what stays of a closed account (money, decisions) the pseudonym in the place of its uid. What stands beneath the
 * account is copied first, as the domains say; then the account itself is taken over in one transaction, and only then
 * what was copied goes. Begun again before that transaction all is copied again, and after it nothing is.
 */
export async function renameAccount(departed: Departed, domains: readonly Domain[]): Promise<void> {
  const { uid, pseudonym } = departed;
  const places = personalCollections(domains);
  const kept = places.filter(({ onDeletion }) => onDeletion === 'keep');
  const { isTakenOver } = (await transact((tx) => tx.get(accountDoc(uid)))) ?? { isTakenOver: true };
  if (!isTakenOver) {
    const is: Record<string, unknown> = { uid: pseudonym };
    const was: Record<string, unknown> = { uid };
    for (const { rename } of await accountParts()) {
      const renamed = await rename?.(departed);
      Object.assign(is, renamed?.is);
      Object.assign(was, renamed?.was);
    }
    for (const { collection } of kept.filter(({ find }) => find === 'id')) {
      await moveDocument(`${collection}/${uid}`, `${collection}/${pseudonym}`, (data) => ({ ...data, uid: pseudonym }));
    }
    for (const { collection, field } of namedIn(domains)) {
      await replaceValue(collection, field, uid, pseudonym);
      for (const folder of ['users', 'staff']) {
        await replaceValue(collection, field, `${folder}/${uid}`, `${folder}/${pseudonym}`);
      }
    }
    await takeOver(departed, { is, was });
  }
  // What was copied, and what somebody who was at work has left since it was erased; from now on nobody does.
  for (const place of places.filter(({ find }) => find === 'all')) await eraseDocuments(collectionFor(place, uid));
}

/** The account is there under the pseudonym from now on, and under the uid nothing counts any more. */
async function takeOver({ uid, pseudonym }: Departed, { is, was }: Required<Renamed>): Promise<void> {
  const [from, to] = [`users/${uid}`, `users/${pseudonym}`];
  await rewriteDocuments([from, to], (found) => {
    const account = found.get(from);
    invariant(account !== undefined && !found.has(to), `${to} is there already`);
    for (const [field, value] of Object.entries(was)) {
      invariant(account[field] === value, `${field} of ${from} has changed since it was copied`);
    }
    return [
      { path: to, data: { ...account, ...is } },
      { path: from, data: { isTakenOver: true } },
    ];
  });
}
