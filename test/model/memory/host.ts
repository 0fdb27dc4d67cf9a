import type { Write } from '../core/operation.ts';

/** What the model's database asks of the simulation around it. */
export interface Host {
  turn(): Promise<void>;
  /** Starts a transaction; answers its number within its operation. */
  beginTransaction(): number;
  /** The number of the transaction that a batch is by itself; the same one again until it has ended. */
  batchNumber(): number;
  /** Whoever committed it knows that it has. */
  batchEnded(): void;
  /** Whether this attempt is aborted on purpose. */
  aborts(): boolean;
  /** Counts the attempts that came to nothing, whoever was at fault. */
  attemptLost(): void;
  /** Whether the acknowledgement of this commit is lost on purpose. */
  losesCommit(): boolean;
  /** Told what was read outside of a transaction, and in which versions. */
  looked(versions: ReadonlyMap<string, number>): void;
  /** Told of a look at a document outside of any transaction. */
  peeked(path: string): void;
  /** Told that the instance has read the economy's configuration, to keep a copy. */
  configured(): void;
  settled(transaction: number, refused: boolean, writes: readonly Write[], before: (path: string) => any): void;
}

export interface Named {
  readonly path: string;
}

export interface Ref extends Named {
  get(): Promise<{ readonly exists: boolean; data(): any }>;
  delete(): Promise<void>;
}

/** The codes that Firestore answers with. */
export const ABORTED = 10;
export const ALREADY_EXISTS = 6;
export const NOT_FOUND = 5;
export const CHANGED = 9;
export const UNAVAILABLE = 14;

export class GrpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
