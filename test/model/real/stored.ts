import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { Store } from '../memory/store.ts';

/** Everything that Firestore has of some players, of one instant, in a store of the model's own kind, for the same checks. */
const BY_UID = ['referralCodes', 'withdrawals', 'withdrawalFiles', 'fraudLogs'];
const INNER = ['days', 'holds', 'monthlyStats'];
/** Firestore compares with so many values at most. */
const VALUES_A_QUERY = 30;

export async function readStored(
  players: readonly string[],
  devices: readonly string[],
  deletions: readonly string[],
): Promise<Store> {
  const database = await adminFirestore();
  const store = new Store();
  // Whoever is gone by now has left the rest under another name; nothing happens while it is looked at.
  for (const scope of deletions) {
    const deletion = await database.doc(`deletions/${scope}`).get();
    if (deletion.exists) store.merge(deletion.ref.path, withMillis(deletion.data()));
  }
  const done = [...store.group('deletions')].filter(({ data }) => data.status === 'DONE');
  const uids = [...players, ...done.map(({ data }) => String(data.pseudonym))];
  const own = uids.flatMap((uid) => [`users/${uid}`, `referralClaims/${uid}`, `risk/${uid}`]);
  const paths = [...own, ...devices.map((hash) => `devices/${hash}`)];
  const inner = uids.flatMap((uid) => INNER.map((name) => database.collection(`users/${uid}/${name}`)));
  const named = uids.slice(0, VALUES_A_QUERY);
  const ofPlayers = BY_UID.map((name) => database.collection(name).where('uid', 'in', named));
  await database.runTransaction(
    async (snapshot) => {
      const documents = await snapshot.getAll(...paths.map((path) => database.doc(path)));
      for (const one of documents) if (one.exists) store.merge(one.ref.path, withMillis(one.data()));
      await Promise.all([...inner, ...ofPlayers].map((query) => readQuery(snapshot, query, store)));
    },
    { readOnly: true },
  );
  return store;
}

type Database = Awaited<ReturnType<typeof adminFirestore>>;
type Transaction = Parameters<Parameters<Database['runTransaction']>[0]>[0];
type Query = ReturnType<ReturnType<Database['collection']>['where']>;

async function readQuery(snapshot: Transaction, query: Query, store: Store): Promise<void> {
  const { docs } = await snapshot.get(query);
  for (const one of docs) store.merge(one.ref.path, withMillis(one.data()));
}

/** Firestore's timestamps as dates, which is what the store takes. */
function withMillis(data: any): any {
  const isInstant = (value: any) => typeof value?.toDate === 'function';
  return Object.fromEntries(
    Object.entries(data).map(([key, value]: any) => [key, isInstant(value) ? value.toDate() : value]),
  );
}
