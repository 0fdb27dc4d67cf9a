/** A deliberate fault: one exact snippet of one source file that is replaced, in memory, when the file is loaded. */
export interface Mutation {
  readonly name: string;
  /** Below functions/src. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
