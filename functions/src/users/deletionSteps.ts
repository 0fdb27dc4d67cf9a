import { unreachable } from '../kernel/assert.ts';
import type { AccountPart, Departed } from '../platform/manifest/account.ts';
import type { Domain } from '../platform/manifest/domain.ts';
import { house } from '../platform/manifest/house.ts';
import { deleteAuthUser } from '../platform/runtime/firebase.ts';
import { blankDocuments, eraseDocument, eraseDocuments } from '../platform/storage/erasure.ts';
import { personalCollections } from './personalCollections.ts';
import type { PersonalCollection } from './personalDataRules.ts';

/**
 * How a closed account is taken apart. Each step may be repeated and none needs what an earlier one has removed, so a
 * deletion that was cut off begins again from the first; the sign-in goes last, so that the player can ask again.
 */
export async function takeApart(departed: Departed): Promise<void> {
  const domains = await house();
  const { uid } = departed;
  for (const { account } of domains) await (await account?.())?.erase?.(departed);
  for (const place of personalCollections(domains)) await clear(place, departed, domains);
  // Copies of responses, which repeat what stood elsewhere.
  await eraseDocuments('idempotency', ['uid', uid]);
  await deleteAuthUser(uid);
}

async function clear(place: PersonalCollection, departed: Departed, domains: readonly Domain[]): Promise<void> {
  const { uid } = departed;
  const collection = place.collection.replace('{uid}', uid);
  if (place.onDeletion === 'keep') return;
  if (place.onDeletion === 'blank') return blankDocuments(collection, ['uid', uid], place.blanked ?? []);
  switch (place.find) {
    case 'id':
      return eraseDocument(`${collection}/${uid}`);
    case 'all':
      return eraseDocuments(collection);
    case 'field':
      return eraseDocuments(collection, ['uid', uid]);
    case 'own':
      return (await partOf(place, domains)).erase(departed);
    default:
      return unreachable(place.find);
  }
}

/** What a domain does itself with a collection of which only it knows whose the documents are. */
export async function partOf(
  { domain: name }: PersonalCollection,
  domains: readonly Domain[],
): Promise<NonNullable<AccountPart['own']>> {
  const part = await domains.find((domain) => domain.name === name)?.account?.();
  if (part?.own === undefined) throw new Error(`${name} does not say how it finds a player's own`);
  return part.own;
}
