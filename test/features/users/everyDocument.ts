import { domains } from '../../../functions/src/gathered.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { plainData } from '../../../functions/src/platform/storage/plainData.ts';
import { collectionsOf } from '../../../scripts/generate/firestoreFiles.ts';
import { ACCESS } from '../../security/accessTable.ts';

export interface Everything {
  readonly path: string;
  /** As JSON text. */
  readonly text: string;
}

/** `users/{id}/days/{id}` of the access table is the collection `days` beneath documents of `users`. */
export function collectionOf(path: string): string {
  const parts = path.split('/');
  return parts.filter((_, at) => at % 2 === 0).join('/');
}

/** Every collection that the access table knows, `a/b` for one beneath another. */
export const COLLECTIONS = [...new Set(ACCESS.map(({ path }) => collectionOf(path)))];

/** Collections of which a domain says why an export leaves them out. */
export const NOT_EXPORTED: ReadonlySet<string> = new Set(
  collectionsOf(domains).flatMap(({ path, notExported }) => (notExported === undefined ? [] : [collectionOf(path)])),
);

/** All documents that there are, whoever they belong to; throws where a collection is not in the access table. */
export async function everyDocument(): Promise<Everything[]> {
  const database = await adminFirestore();
  const roots = new Set(COLLECTIONS.map((name) => name.split('/')[0]));
  for (const { id } of await database.listCollections()) {
    if (!roots.has(id)) throw new Error(`the access table does not know the collection ${id}`);
  }
  const found: Everything[] = [];
  for (const name of new Set(COLLECTIONS.map((one) => one.split('/').at(-1) ?? ''))) {
    const { docs } = await database.collectionGroup(name).get();
    for (const one of docs) found.push({ path: one.ref.path, text: JSON.stringify(plainData(one.data())) });
  }
  return found;
}

export async function documentsThatMention(...words: readonly string[]): Promise<Everything[]> {
  return mentioning(await everyDocument(), words);
}

export function mentioning(documents: readonly Everything[], words: readonly string[]): Everything[] {
  return documents.filter(({ path, text }) => words.some((word) => path.includes(word) || text.includes(word)));
}
