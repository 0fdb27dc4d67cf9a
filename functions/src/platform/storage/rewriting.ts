import { adminFirestore } from '../runtime/firebase.ts';
import { commitWrites, demandFence } from './fence.ts';

/**
 * Giving documents another name, and their fields other words, for whoever is gone. Each function may be run again after
 * an interruption. Nothing here is a unit of work: what is rewritten is closed, and nobody else decides on it any more.
 */
export type Data = Readonly<Record<string, unknown>>;

export interface Rewriting {
  readonly path: string;
  /** These fields, and the others as they are; undefined where the document goes. */
  readonly data: Data | undefined;
}

/** Changes documents in one transaction by what stands at these paths; every path that is written has to be among them. */
export async function rewriteDocuments(
  paths: readonly string[],
  change: (found: ReadonlyMap<string, Data>) => readonly Rewriting[],
): Promise<void> {
  const database = await adminFirestore();
  await database.runTransaction(async (inner) => {
    await demandFence(database, inner);
    const found = new Map<string, Data>();
    for (const path of paths) {
      const data = (await inner.get(database.doc(path))).data();
      if (data !== undefined) found.set(path, data);
    }
    for (const { path, data } of change(found)) {
      if (data === undefined) inner.delete(database.doc(path));
      else if (found.has(path)) inner.update(database.doc(path), { ...data });
      else inner.create(database.doc(path), { ...data });
    }
  });
}

/** Moves a document, unless it has moved already; `change` says what it is under its new name. */
export async function moveDocument(from: string, to: string, change: (data: Data) => Data): Promise<void> {
  await rewriteDocuments([from, to], (found) => {
    const data = found.get(from);
    if (data === undefined) return [];
    return [
      { path: to, data: change(data) },
      { path: from, data: undefined },
    ];
  });
}

/** Puts documents where they belong, whether or not they are there already. */
export async function putDocuments(
  documents: readonly { readonly path: string; readonly data: Data }[],
): Promise<void> {
  if (documents.length === 0) return;
  await rewriteDocuments(
    documents.map(({ path }) => path),
    () => documents,
  );
}

const DOCUMENTS_A_ROUND = 200;
const MAX_ROUNDS = 10_000;

/** Whether an id is made of a name and what is behind a colon. */
function isCalledAfter(id: string, name: string): boolean {
  return id.startsWith(`${name}:`);
}

/** Puts another value into a field wherever it has this one, and into the ids that begin with it. */
export async function replaceValue(collection: string, field: string, from: string, to: string): Promise<void> {
  const database = await adminFirestore();
  const named = database.collection(collection).where(field, '==', from).limit(DOCUMENTS_A_ROUND);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { docs } = await named.get();
    if (docs.length === 0) return;
    const [called, others] = [
      docs.filter(({ id }) => isCalledAfter(id, from)),
      docs.filter(({ id }) => !isCalledAfter(id, from)),
    ];
    for (const { ref, id } of called) {
      const renamed = `${collection}/${to}${id.slice(from.length)}`;
      await moveDocument(ref.path, renamed, (data) => ({ ...data, [field]: to }));
    }
    if (others.length === 0) continue;
    await commitWrites((writes) => {
      for (const { ref } of others) writes.update(ref, { [field]: to });
    });
  }
}
