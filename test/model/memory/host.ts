import type { Write } from '../core/operation.ts';

/** What the model's database asks of the simulation around it. */
export interface Host {
  turn(): Promise<void>;
  /** Starts a transaction; answers its number within its operation. */
  beginTransaction(): number;
  /** Whether this attempt is aborted on purpose. */
  aborts(): boolean;
  /** Counts the attempts that came to nothing, whoever was at fault. */
  attemptLost(): void;
  /** Whether the acknowledgement of this commit is lost on purpose. */
  losesCommit(): boolean;
  /** Told what was read outside of a transaction, and in which versions. */
  looked(versions: ReadonlyMap<string, number>): void;
  settled(transaction: number, refused: boolean, writes: readonly Write[], before: (path: string) => any): void;
}

export interface Ref {
  readonly path: string;
  get(): Promise<{ readonly exists: boolean; data(): any }>;
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
