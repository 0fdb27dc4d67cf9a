import type { DocumentReference, DocumentSnapshot, Firestore, Transaction, WriteBatch } from 'firebase-admin/firestore';
import { Refused } from '../../kernel/decision.ts';
import { announce } from '../messaging/announce.ts';
import { codeOf } from '../runtime/errorCode.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { platformErrors } from '../transport/catalogue.ts';
import { Tx } from './transaction.ts';

/**
 * A unit of work without locks: documents are read as they are, and the commit holds only if each written one is still
 * as it was read. Where many calls meet at one player's documents, transactions hold shared locks that keep each other
 * from committing until a timeout; here one of them commits at once and the others see it and decide anew.
 * What is read and not written is not checked: the use case must write a document that every other writer of what it
 * decided on writes too.
 */
const MAX_ATTEMPTS = 40;
const LATENCY_BUDGET_MS = 10_000;
const RETRY_AFTER_SECONDS = 2;
const MAX_PAUSE_MS = 200;

/** gRPC codes of a commit that lost: deadline, gone, exists, changed, aborted, unavailable. */
const LOST = new Set<unknown>([4, 5, 6, 9, 10, 14]);

/** As `transact`, for work that fits the condition above; refuses with `platform/contention` in the end. */
export async function transactOptimistically<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const database = await adminFirestore();
  const untilMs = Date.now() + LATENCY_BUDGET_MS;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && Date.now() < untilMs; attempt += 1) {
    const reads = new CheckedBatch(database);
    // A Tx asks these three things of a transaction, and nothing else.
    const tx = new Tx(database, reads as unknown as Transaction);
    const result = await work(tx);
    tx.flush();
    if (await reads.commit()) {
      await announce(tx.told);
      return result;
    }
    await pause(attempt);
  }
  throw new Refused(platformErrors.contention, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Remembers when what was read was last written, and writes only over that. */
class CheckedBatch {
  readonly #database: Firestore;
  readonly #batch: WriteBatch;
  readonly #read = new Map<string, DocumentSnapshot>();
  #isEmpty = true;

  constructor(database: Firestore) {
    this.#database = database;
    this.#batch = database.batch();
  }

  async getAll(...references: DocumentReference[]): Promise<DocumentSnapshot[]> {
    const snapshots = await this.#database.getAll(...references);
    for (const snapshot of snapshots) this.#read.set(snapshot.ref.path, snapshot);
    return snapshots;
  }

  create(reference: DocumentReference, data: Parameters<WriteBatch['create']>[1]): void {
    this.#isEmpty = false;
    this.#batch.create(reference, data);
  }

  update(reference: DocumentReference, data: Parameters<WriteBatch['update']>[1]): void {
    this.#isEmpty = false;
    const lastUpdateTime = this.#read.get(reference.path)?.updateTime;
    this.#batch.update(reference, data, lastUpdateTime === undefined ? {} : { lastUpdateTime });
  }

  /** Whether everything was written; nothing was where one document has changed meanwhile. */
  async commit(): Promise<boolean> {
    if (this.#isEmpty) return true;
    try {
      await this.#batch.commit();
      return true;
    } catch (error) {
      if (LOST.has(codeOf(error))) return false;
      throw error;
    }
  }
}

/** Longer and longer at random, so that those who met once do not meet again. */
function pause(attempt: number): Promise<void> {
  const longestMs = Math.min(MAX_PAUSE_MS, 10 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
}
