import type { Firestore, Transaction } from 'firebase-admin/firestore';
import type { Refused } from '../../kernel/decision.ts';
import { announce } from '../messaging/announce.ts';
import { within } from '../runtime/deadline.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { describeError, log } from '../runtime/log.ts';
import { settings } from '../runtime/settings.ts';
import { CheckedBatch, type Checks, CommitRefused } from './checkedBatch.ts';
import { withRoom } from './room.ts';
import { contention, isPassing, LATENCY_BUDGET_MS, refusalOfPassing, unavailable } from './setback.ts';
import { Tx, transactIn } from './transaction.ts';
import { inUnit } from './unit.ts';

/**
 * Units of work without locks: documents are read as they are, and the commit holds only if they still are as they were
 * read. Where many calls meet at one player's documents, transactions hold shared locks that keep each other from
 * committing until a timeout; here one of them commits at once and the others see it and decide anew.
 */
const MAX_ATTEMPTS = 40;
const MAX_PAUSE_MS = 200;

type Work<T> = (tx: Tx) => Promise<T>;

/**
 * Only what is written is checked, so the use case must write a document that every other writer of what it decided on
 * writes too, as a batch of events does. Refuses with `platform/contention` in the end.
 */
export async function transactOptimistically<T>(work: Work<T>): Promise<T> {
  const database = await adminFirestore();
  return withRoom(() => unlocked(database, work, { verifiesReads: false }));
}

/**
 * As `transact`, for any work: whatever was read, found or missing, is verified by the commit that writes, so nothing is
 * decided on what has changed. Where the deployment is set to `COMMITS=transactions`, it is `transact`.
 */
export async function transactVerified<T>(work: Work<T>): Promise<T> {
  const database = await adminFirestore();
  return withRoom(() => verifiedIn(database, work));
}

/** Whether the server has refused verify writes to this process, which then sends no more. */
let isRefused = false;

/** As {@link transactVerified}, on a database that is handed in. */
export async function verifiedIn<T>(database: Firestore, work: Work<T>): Promise<T> {
  if (isRefused || settings().COMMITS === 'transactions') return transactIn(database, work);
  const untilMs = Date.now() + LATENCY_BUDGET_MS;
  try {
    return await unlocked(database, work, { verifiesReads: true });
  } catch (error) {
    if (!(error instanceof CommitRefused)) throw error;
    if (error.onlyVerified) sendNoMore(error);
    const result = await transactIn(database, work, untilMs - Date.now());
    // If something else had been wrong with the commit, it would have been wrong with the transaction's too.
    sendNoMore(error);
    return result;
  }
}

function sendNoMore({ cause }: CommitRefused): void {
  if (isRefused) return;
  isRefused = true;
  log('ERROR', 'Firestore refuses verify writes: set COMMITS=transactions', describeError(cause));
}

interface Committed<T> {
  readonly result: T;
  readonly told: Tx['told'];
}

/** One after the other until one commits, and why the last one did not. */
interface Attempts {
  readonly untilMs: number;
  /** What the caller is told if time runs out now; that nobody answers, until somebody has. */
  setback: Refused;
}

async function unlocked<T>(database: Firestore, work: Work<T>, checks: Checks): Promise<T> {
  const attempts: Attempts = { untilMs: Date.now() + LATENCY_BUDGET_MS, setback: unavailable() };
  const running = attemptAll(attempts, () => inUnit(() => attemptOnce(database, work, checks)));
  const { result, told } = await within(LATENCY_BUDGET_MS, running, () => attempts.setback);
  await announce(told);
  return result;
}

async function attemptAll<T>(attempts: Attempts, once: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && Date.now() < attempts.untilMs; attempt += 1) {
    try {
      const committed = await once();
      if (committed !== undefined) return committed;
      attempts.setback = contention();
    } catch (error) {
      if (!isPassing(error)) throw error;
      attempts.setback = refusalOfPassing(error);
    }
    await pause(attempt);
  }
  throw attempts.setback;
}

/** What was committed; undefined where that which it was decided on has changed, and nothing has happened. */
async function attemptOnce<T>(database: Firestore, work: Work<T>, checks: Checks): Promise<Committed<T> | undefined> {
  const batch = new CheckedBatch(database, checks);
  // A Tx asks these three things of a transaction, and nothing else.
  const tx = new Tx(database, batch as unknown as Transaction);
  try {
    const result = await work(tx);
    tx.flush();
    return (await batch.commit()) ? { result, told: tx.told } : undefined;
  } catch (error) {
    if (isPassing(error) || error instanceof CommitRefused) throw error;
    // What failed on documents that never were so together has not failed.
    if (await batch.heldTogether()) throw error;
    return undefined;
  }
}

/** Longer and longer at random, so that those who met once do not meet again. */
function pause(attempt: number): Promise<void> {
  const longestMs = Math.min(MAX_PAUSE_MS, 10 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
}
