/**
 * A known sequence of operations, metered like everything else. `knownSequence.ts` has what Firestore's price list
 * makes of it, counted by hand from the notes below. A meter that misses or doubles anything does not come to the same numbers.
 */
import { getAuth } from 'firebase/auth';
import { doc, getDoc, getFirestore, onSnapshot } from 'firebase/firestore';
import { adminFirestore, closeFirebase } from '../../../functions/src/platform/runtime/firebase.ts';
import { until } from '../../../scripts/demo/until.ts';
import { Phone } from './phone.ts';

const database = await adminFirestore();
const place = database.collection('benchProof');
const [a, b, c] = [place.doc('a'), place.doc('b'), place.doc('c')];

for (const [at, one] of [a, b, c].entries()) await one.create({ at }); // 3 writes
await database.doc('benchProof/expires').create({ expireAt: new Date() }); // 1 write, 1 TTL delete one day
await database.getAll(a, b, place.doc('nobody')); // 3 reads
await place.where('at', '>=', 1).get(); // 2 reads
await place.where('at', '>', 99).get(); // 1 read, the least that a query costs
await place.count().get(); // 1 read
await database.runTransaction(async (transaction) => {
  const found = await transaction.get(a); // 1 read
  transaction.update(a, { at: Number(found.get('at')) + 1 }); // 1 write
});
const bulk = database.bulkWriter();
void bulk.set(b, { at: 7 }); // 1 write
void bulk.set(c, { at: 8 }); // 1 write
await bulk.close();
await database.batch().delete(b).delete(c).commit(); // 2 deletes

const phone = new Phone(`proof-${process.pid}@example.com`);
const app = await phone.start();
const uid = getAuth(app).currentUser?.uid ?? '';
const account = database.doc(`users/${uid}`);
await account.set({ coins: 0 }); // 1 write
let coins = -1;
const stop = onSnapshot(doc(getFirestore(app), 'users', uid), (snapshot) => {
  coins = Number(snapshot.get('coins'));
}); // 1 read
for (const next of [0, 1, 2]) {
  if (next > 0) await account.update({ coins: next }); // 2 writes, each 1 read of the listener
  await until(`the listener tells of ${next}`, () => coins === next);
}
await getDoc(doc(getFirestore(app), 'users', uid, 'monthlyStats', '1970-01')); // 1 read, of what is not there
stop();
await phone.stop(app);
await account.delete(); // 1 delete
await closeFirebase();
process.exit();
