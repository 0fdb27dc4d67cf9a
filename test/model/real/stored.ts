import { adminFirestore } from '../../../functions/src/platform/firebase.ts';
import { Store } from '../memory/store.ts';

/** Everything that Firestore has of some players, in a store of the model's own kind, so that the same checks run on it. */
export async function readStored(uids: readonly string[], devices: readonly string[]): Promise<Store> {
  const database = await adminFirestore();
  const store = new Store();
  const paths = [...uids.map((uid) => `users/${uid}`), ...devices.map((hash) => `devices/${hash}`)];
  const documents = await database.getAll(...paths.map((path) => database.doc(path)));
  for (const one of documents) if (one.exists) store.merge(one.ref.path, withMillis(one.data()));
  const collections = uids.flatMap((uid) => ['days', 'holds', 'monthlyStats'].map((name) => `users/${uid}/${name}`));
  await Promise.all(
    collections.map(async (path) => {
      const { docs } = await database.collection(path).get();
      for (const one of docs) store.merge(one.ref.path, withMillis(one.data()));
    }),
  );
  return store;
}

/** Firestore's timestamps as dates, which is what the store takes. */
function withMillis(data: any): any {
  const isInstant = (value: any) => typeof value?.toDate === 'function';
  return Object.fromEntries(
    Object.entries(data).map(([key, value]: any) => [key, isInstant(value) ? value.toDate() : value]),
  );
}
