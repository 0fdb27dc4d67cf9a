import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { adminAuth, adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { plainData } from '../../functions/src/platform/storage/plainData.ts';

/** All that there is, as a digest for each document and each person, so that two moments can be compared. */
export interface Contents {
  readonly documents: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
}

export async function contents(): Promise<Contents> {
  const documents = new Map<string, string>();
  const database = await adminFirestore();
  for (const collection of await database.listCollections()) await addDocuments(collection, documents);
  return { documents, people: await people() };
}

type Collection = Awaited<ReturnType<Awaited<ReturnType<typeof adminFirestore>>['listCollections']>>[number];

async function addDocuments(collection: Collection, found: Map<string, string>): Promise<void> {
  for (const document of (await collection.get()).docs) {
    found.set(document.ref.path, digest(document.data()));
    for (const inner of await document.ref.listCollections()) await addDocuments(inner, found);
  }
}

async function people(): Promise<Map<string, string>> {
  const { users } = await (await adminAuth()).listUsers();
  return new Map(
    users.map(({ uid, email, disabled, customClaims, passwordHash, providerData }) => {
      const providers = providerData.map(({ providerId, uid: id }) => [providerId, id]);
      return [uid, digest({ email, disabled, customClaims: customClaims ?? null, passwordHash, providers })];
    }),
  );
}

/** Of the value with its types: an instant that came back as text is a difference. */
function digest(data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(typed(data)))
    .digest('hex');
}

function typed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return [value.constructor.name, plainData(value)];
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, typed(inner)]));
}

const QUIET_LOOKS = 4;
const MAX_LOOKS = 240;

/** Resolves once `isSettled` and nothing has changed for a while: nobody plays, and all messages have had their effect. */
export async function quietContents(isSettled: () => Promise<boolean>): Promise<Contents> {
  let last = await contents();
  let quiet = 0;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    await delay(250);
    const now = await contents();
    quiet = same(last.documents, now.documents) && (await isSettled()) ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return now;
    last = now;
  }
  throw new Error('the suite does not come to rest');
}

function same(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  return left.size === right.size && [...left].every(([path, text]) => right.get(path) === text);
}
