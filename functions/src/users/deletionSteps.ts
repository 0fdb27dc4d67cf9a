import { forgetHolder } from '../devices/forgetHolder.ts';
import { relayPages } from '../events/relayJournal.ts';
import { unreachable } from '../kernel/assert.ts';
import { deleteAuthUser } from '../platform/runtime/firebase.ts';
import { blankDocuments, eraseDocument, eraseDocuments } from '../platform/storage/erasure.ts';
import { forgetDestinations } from '../withdrawals/forgetDestinations.ts';
import { PERSONAL_COLLECTIONS, type PersonalCollection } from './personalDataRules.ts';

/**
 * How a closed account is taken apart. Each step may be repeated and none needs what an earlier one has removed, so a
 * deletion that was cut off begins again from the first; the sign-in goes last, so that the player can ask again.
 */
export interface Departed {
  readonly uid: string;
  /** Every device that the account was on. */
  readonly devices: readonly string[];
}

export interface DeletionStep {
  readonly name: string;
  readonly run: (departed: Departed) => Promise<void>;
}

export const DELETION_STEPS: readonly DeletionStep[] = [
  // What waits on the journal would bring the month's totals back later.
  { name: 'relay what waits', run: ({ uid }) => relayPages(uid) },
  { name: 'forget payout destinations', run: ({ uid }) => forgetDestinations(uid) },
  ...PERSONAL_COLLECTIONS.filter(({ onDeletion }) => onDeletion !== 'keep').map((place) => ({
    name: `${place.onDeletion} ${place.collection}`,
    run: (departed: Departed) => clear(place, departed),
  })),
  // Copies of responses, which repeat what stood elsewhere.
  { name: 'erase idempotency', run: ({ uid }) => eraseDocuments('idempotency', ['uid', uid]) },
  { name: 'delete the sign-in', run: ({ uid }) => deleteAuthUser(uid) },
];

async function clear(place: PersonalCollection, { uid, devices }: Departed): Promise<void> {
  const collection = place.collection.replace('{uid}', uid);
  if (place.onDeletion === 'blank') return blankDocuments(collection, ['uid', uid], place.blanked ?? []);
  switch (place.find) {
    case 'id':
      return eraseDocument(`${collection}/${uid}`);
    case 'all':
      return eraseDocuments(collection);
    case 'field':
      return eraseDocuments(collection, ['uid', uid]);
    case 'device':
      for (const hash of devices) await forgetHolder(hash, uid);
      return;
    default:
      return unreachable(place.find);
  }
}
