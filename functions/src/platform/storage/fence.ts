import { AsyncLocalStorage } from 'node:async_hooks';
import type { DocumentReference, Firestore, Transaction } from 'firebase-admin/firestore';
import { adminFirestore } from '../runtime/firebase.ts';

/**
 * Long work of which one instance at a time may be at work. Whoever takes it over writes a token of their own into its document;
 * from then on no commit of the one before holds, however slow that one was, and whatever its clock says.
 */
export interface Fence {
  readonly path: string;
  readonly token: string;
}

/** The field of the work's document that has the token of whoever is at work. */
export const FENCE_FIELD = 'takenBy';

/** Thrown to whoever was at work and is not any more. */
export class Overtaken extends Error {}

const held = new AsyncLocalStorage<Fence>();

/** Runs work whose commits hold only as long as the fence does: transactions, erasures and what is rewritten. */
export function behind<T>(fence: Fence, work: () => Promise<T>): Promise<T> {
  return held.run(fence, work);
}

/** Reads the fence, if there is one, in the transaction that is about to write. */
export async function demandFence(database: Firestore, inner: Pick<Transaction, 'get'>): Promise<void> {
  const fence = held.getStore();
  if (fence === undefined) return;
  const snapshot = await inner.get(database.doc(fence.path));
  if (snapshot.get(FENCE_FIELD) !== fence.token) throw new Overtaken(`somebody else is at work on ${fence.path}`);
}

export interface Writes {
  delete(ref: DocumentReference): void;
  update(ref: DocumentReference, data: Readonly<Record<string, unknown>>): void;
}

/** Commits writes that read nothing themselves: in a batch, or behind a fence in a transaction with it. */
export async function commitWrites(write: (writes: Writes) => void): Promise<void> {
  const database = await adminFirestore();
  if (held.getStore() !== undefined) {
    await database.runTransaction(async (inner) => {
      await demandFence(database, inner);
      write({ delete: (ref) => void inner.delete(ref), update: (ref, data) => void inner.update(ref, data) });
    });
    return;
  }
  const batch = database.batch();
  write({ delete: (ref) => void batch.delete(ref), update: (ref, data) => void batch.update(ref, data) });
  await batch.commit();
}
