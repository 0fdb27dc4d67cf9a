import type { DocumentReference, DocumentSnapshot, Firestore, WriteBatch } from 'firebase-admin/firestore';
import { verifyIn } from '../runtime/verifyWrites.ts';
import { isChanged, isRefusedAsSuch } from './setback.ts';

/**
 * One attempt of a unit of work without locks: remembers what was read, and in which version, and commits only over that.
 * A written document is held to by the condition of its write, and where reads are verified every other one, missing
 * ones included, by a `verify` write (`runtime/verifyWrites.ts`).
 */
export interface Checks {
  readonly verifiesReads: boolean;
}

/** The server answers that it does not take verify writes, or something else of this commit; nothing was written. */
export class CommitRefused extends Error {
  /** Whether there was nothing but verify writes in it, so that it can have been nothing else. */
  readonly onlyVerified: boolean;

  constructor(cause: unknown, onlyVerified: boolean) {
    super('the commit was refused for what it is', { cause });
    this.name = 'CommitRefused';
    this.onlyVerified = onlyVerified;
  }
}

export class CheckedBatch {
  readonly #database: Firestore;
  readonly #checks: Checks;
  readonly #batch: WriteBatch;
  readonly #read = new Map<string, DocumentSnapshot>();
  readonly #written = new Set<string>();
  #roundTrips = 0;

  constructor(database: Firestore, checks: Checks) {
    this.#database = database;
    this.#checks = checks;
    this.#batch = database.batch();
  }

  async getAll(...references: DocumentReference[]): Promise<DocumentSnapshot[]> {
    this.#roundTrips += 1;
    const snapshots = await this.#database.getAll(...references);
    for (const snapshot of snapshots) this.#read.set(snapshot.ref.path, snapshot);
    return snapshots;
  }

  create(reference: DocumentReference, data: Parameters<WriteBatch['create']>[1]): void {
    this.#written.add(reference.path);
    this.#batch.create(reference, data);
  }

  update(reference: DocumentReference, data: Parameters<WriteBatch['update']>[1]): void {
    this.#written.add(reference.path);
    const lastUpdateTime = this.#read.get(reference.path)?.updateTime;
    this.#batch.update(reference, data, lastUpdateTime === undefined ? {} : { lastUpdateTime });
  }

  /** Whether all is written that was staged, and was decided on what still stood; otherwise nothing is. */
  async commit(): Promise<boolean> {
    if (this.#written.size === 0) return this.heldTogether();
    const onlyRead = [...this.#read.values()].filter(({ ref }) => !this.#written.has(ref.path));
    return this.#send(this.#checks.verifiesReads ? onlyRead : []);
  }

  /**
   * Whether all that was read has stood at one instant, for what is decided without a write. What one request reads is of
   * one instant; several are verified by a commit that writes nothing.
   */
  async heldTogether(): Promise<boolean> {
    // Where something is staged already, it failed as it was being put into the commit.
    if (!this.#checks.verifiesReads || this.#roundTrips < 2 || this.#written.size > 0) return true;
    return this.#send([...this.#read.values()]);
  }

  async #send(verified: readonly DocumentSnapshot[]): Promise<boolean> {
    for (const snapshot of verified) verifyIn(this.#batch, snapshot);
    try {
      await this.#batch.commit();
      return true;
    } catch (error) {
      if (isChanged(error)) return false;
      if (verified.length === 0 || !isRefusedAsSuch(error)) throw error;
      throw new CommitRefused(error, this.#written.size === 0);
    }
  }
}
