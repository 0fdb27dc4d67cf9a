import { unreachable } from '../kernel/assert.ts';
import type { AccountPart, Departed } from '../platform/manifest/account.ts';
import type { Domain } from '../platform/manifest/domain.ts';
import { house } from '../platform/manifest/house.ts';
import { blankDocuments, eraseDocument, eraseDocuments } from '../platform/storage/erasure.ts';
import { forgetAnswers } from '../platform/storage/forgetAnswers.ts';
import { renameContacts } from './bannedContacts.ts';
import { personalCollections } from './personalCollections.ts';
import { collectionFor, type PersonalCollection } from './personalDataRules.ts';
import { renameAccount } from './renameAccount.ts';

/**
 * How a closed account is taken apart. Each step may be repeated and none needs what an earlier one has removed, so a
 * deletion that was cut off begins again from the first; the sign-in goes late, so that the player can ask again, and the
 * uid's last document with the mark that all is done, because from then on somebody new may come under it. Answers whether
 * it has come to its end, which it does not while Redis may hold copies of answers that have not lapsed.
 */
export async function takeApart(
  departed: Departed,
  haveCopiesLapsed: boolean,
  endSignIn: () => Promise<void>,
): Promise<boolean> {
  const domains = await house();
  const { uid, pseudonym } = departed;
  for (const { account } of domains) await (await account?.())?.erase?.(departed);
  for (const place of personalCollections(domains)) await clear(place, departed, domains);
  // What somebody is known by is found at Auth.
  await renameContacts(uid, pseudonym);
  await endSignIn();
  // Nobody is answered any more, whose answer could leave another copy.
  if (!(await forgetAnswers(uid, recordsOf(domains), haveCopiesLapsed))) return false;
  await renameAccount(departed, domains);
  return true;
}

/** Where answers are recorded for good, beside what they are about. */
function recordsOf(domains: readonly Domain[]): readonly string[] {
  const contracts = domains.flatMap(({ callables = {} }) => Object.values(callables));
  return [...new Set(contracts.flatMap(({ recordedIn }) => recordedIn ?? []))];
}

async function clear(place: PersonalCollection, departed: Departed, domains: readonly Domain[]): Promise<void> {
  const { uid } = departed;
  const collection = collectionFor(place, uid);
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
