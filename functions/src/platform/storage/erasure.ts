import type { Query } from 'firebase-admin/firestore';
import { adminFirestore } from '../runtime/firebase.ts';
import { commitWrites } from './fence.ts';
import { DOCUMENT_ID } from './reader.ts';

/** Deleting for good, in bounded rounds; run again after an interruption it goes on with what is left. */
const DOCUMENTS_A_ROUND = 200;
const MAX_ROUNDS = 10_000;

/** Deletes all documents directly in a collection, or only those that have this value in this field. */
export async function eraseDocuments(
  collection: string,
  where?: readonly [field: string, value: string],
): Promise<void> {
  const database = await adminFirestore();
  let query: Query = database.collection(collection);
  if (where !== undefined) query = query.where(where[0], '==', where[1]);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { docs } = await query.limit(DOCUMENTS_A_ROUND).get();
    if (docs.length === 0) return;
    await commitWrites((writes) => {
      for (const { ref } of docs) writes.delete(ref);
    });
  }
}

export async function eraseDocument(path: string): Promise<void> {
  const database = await adminFirestore();
  await commitWrites((writes) => writes.delete(database.doc(path)));
}

/** Deletes a document if it still is what `isErasable` says when it goes. */
export async function eraseDocumentIf(
  path: string,
  isErasable: (data: Readonly<Record<string, unknown>>) => boolean,
): Promise<void> {
  const database = await adminFirestore();
  await database.runTransaction(async (inner) => {
    const data = (await inner.get(database.doc(path))).data();
    if (data !== undefined && isErasable(data)) inner.delete(database.doc(path));
  });
}

/** Empties these text fields of all documents that have this value in a field; the documents stay. */
export async function blankDocuments(
  collection: string,
  where: readonly [field: string, value: string],
  fields: readonly string[],
): Promise<void> {
  const database = await adminFirestore();
  const query = database.collection(collection).where(where[0], '==', where[1]).orderBy(DOCUMENT_ID);
  const blank = Object.fromEntries(fields.map((field) => [field, '']));
  let rest: Query = query;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { docs } = await rest.limit(DOCUMENTS_A_ROUND).get();
    const last = docs.at(-1);
    if (last === undefined) return;
    await commitWrites((writes) => {
      for (const { ref } of docs) writes.update(ref, blank);
    });
    rest = query.startAfter(last);
  }
}
