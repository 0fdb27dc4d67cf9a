import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Found } from '../platform/manifest/account.ts';
import { accountParts, house } from '../platform/manifest/house.ts';
import { authRecordOf } from '../platform/runtime/firebase.ts';
import { plainData } from '../platform/storage/plainData.ts';
import { readSnapshot, type Snapshot } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { type exportMyData as contract, userErrors } from './contract.ts';
import { partOf } from './deletionSteps.ts';
import { fieldsThatName, personalCollections } from './personalCollections.ts';
import { collectionFor, type PersonalCollection, placeOf, withoutOthers } from './personalDataRules.ts';
import { accountDoc } from './store.ts';

/**
 * Everything that is stored about the caller, as of one instant. A frozen or banned player may have it as well. It is one
 * document for any life but the longest: what would not fit into a response comes with the next call.
 */
const DOCUMENTS_A_PAGE = 50;
/** Of JSON; a response may have 32 MB, and the instance holds it more than once. */
const MAX_CHARACTERS = 8_000_000;

export async function exportMyData({ uid, nowMs, caller }: Call, { after }: z.output<typeof contract.input>) {
  const people = fieldsThatName(await house());
  const auth = after === undefined ? await authRecordOf(uid) : null;
  return readSnapshot(async (snapshot) => {
    const account = await snapshot.get(`users/${uid}`);
    refuseGone(uid, account, caller.signedInAtMs);
    const documents: Record<string, unknown> = {};
    let characters = 0;
    for await (const { path, data } of personalDocuments(snapshot, uid, account, after)) {
      const document = withoutOthers(plainData(data), uid, people);
      documents[path] = document;
      characters += JSON.stringify(document).length;
      if (characters > MAX_CHARACTERS) return { uid, exportedAt: nowMs, auth, documents, next: path };
    }
    return { uid, exportedAt: nowMs, auth, documents, next: null };
  });
}

/** Whoever has no account yet has no data; a deleted account's are gone, and a sign-in that is over sees nothing. */
function refuseGone(uid: string, account: Found['data'] | undefined, signedInAtMs: number): void {
  if (account === undefined) return;
  const { status, signedOutAt } = accountDoc(uid).fields.parse(account);
  if (status === 'deleted') throw new Refused(userErrors.deleted);
  if (signedOutAt !== null && signedInAtMs < signedOutAt) throw new Refused(platformErrors['signed-out']);
}

/** All of them in a fixed order, or those behind the document at the path `after`. */
async function* personalDocuments(
  snapshot: Snapshot,
  uid: string,
  account: Found['data'] | undefined,
  after: string | undefined,
): AsyncGenerator<Found> {
  if (account === undefined) return;
  if (after === undefined) yield { id: uid, path: `users/${uid}`, data: account };
  const domains = await house();
  const places = personalCollections(domains);
  const from = placeOf(places, after, uid);
  for (const [index, place] of places.entries()) {
    if (index < from.index) continue;
    const afterId = index === from.index ? from.id : null;
    if (place.find === 'own') yield* (await partOf(place, domains)).documents(snapshot, uid, account, afterId);
    else yield* documentsOf(snapshot, place, uid, afterId);
  }
}

async function* documentsOf(
  snapshot: Snapshot,
  place: PersonalCollection,
  uid: string,
  after: string | null,
): AsyncGenerator<Found> {
  const collection = collectionFor(place, uid);
  if (place.find === 'id') {
    const path = `${collection}/${uid}`;
    const data = after === null ? await snapshot.get(path) : undefined;
    if (data !== undefined) yield { id: uid, path, data };
    return;
  }
  const where = place.find === 'field' ? { where: ['uid', uid] as const } : {};
  for await (const found of snapshot.documents({ collection, limit: DOCUMENTS_A_PAGE, after, ...where })) {
    yield { ...found, data: await revealed(found) };
  }
}

/** A document as its owner may have it: what is sealed is opened by the domain that sealed it. */
async function revealed(found: Found): Promise<Found['data']> {
  let { data } = found;
  for (const { reveal } of await accountParts()) data = reveal?.({ ...found, data }) ?? data;
  return data;
}
