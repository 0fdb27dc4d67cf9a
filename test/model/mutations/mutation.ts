interface Edit {
  readonly find: string;
  readonly replace: string;
}

/** A deliberate fault: exact snippets of one source file that are replaced, in memory, when the file is loaded. */
export interface Mutation extends Edit {
  readonly name: string;
  /** Below functions/src. */
  readonly file: string;
  readonly also?: Edit;
}
