import type { Call } from '../platform/callable.ts';
import { plainData } from '../platform/plainData.ts';
import { readSnapshot, type Snapshot, type StoredDocument } from '../platform/reader.ts';
import { openForExport } from '../withdrawals/openForExport.ts';
import { PERSONAL_COLLECTIONS, type PersonalCollection, withoutOthers } from './personalDataRules.ts';

/** Everything that is stored about the caller, as of one instant. A frozen or banned player may have it as well. */
const DOCUMENTS_A_PAGE = 50;

export async function exportMyData({ uid, nowMs }: Call) {
  const documents: Record<string, unknown> = {};
  const keep = ({ path, data }: Pick<StoredDocument, 'path' | 'data'>) => {
    documents[path] = withoutOthers(plainData(data), uid);
  };
  await readSnapshot(async (snapshot) => {
    const account = await snapshot.get(`users/${uid}`);
    if (account !== undefined) keep({ path: `users/${uid}`, data: account });
    for (const place of PERSONAL_COLLECTIONS.filter(({ exported }) => exported)) {
      for await (const found of documentsOf(snapshot, place, uid)) {
        keep({ path: found.path, data: openForExport(found) });
      }
    }
  });
  return { uid, exportedAt: nowMs, documents };
}

async function* documentsOf(
  snapshot: Snapshot,
  place: PersonalCollection,
  uid: string,
): AsyncGenerator<Pick<StoredDocument, 'id' | 'path' | 'data'>> {
  const collection = place.collection.replace('{uid}', uid);
  if (place.find === 'id') {
    const path = `${collection}/${uid}`;
    const data = await snapshot.get(path);
    if (data !== undefined) yield { id: uid, path, data };
    return;
  }
  const where = place.find === 'field' ? { where: ['uid', uid] as const } : {};
  yield* snapshot.documents({ collection, limit: DOCUMENTS_A_PAGE, ...where });
}
