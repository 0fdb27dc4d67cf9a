/**
 * What a version moves in documents that earlier ones stored. The code reads both forms, so it is run at leisure after a
 * deployment (`npm run migrate`), and once more after the last instance of the version before has gone.
 */
export interface Migration {
  /** Lower case and hyphens; the name under which it is remembered how far it has come. */
  readonly name: string;
  /** What moves where, for whoever reads the report. */
  readonly says: string;
  /** The collection at the root whose documents are looked at, one by one. */
  readonly collection: string;
  /**
   * Answers how many documents there are to change for this one, and changes them unless it is a dry run. Safe to stop
   * anywhere and to repeat: the second time there is nothing to change.
   */
  readonly apply: (id: string, run: MigrationRun) => Promise<number>;
}

export interface MigrationRun {
  readonly nowMs: number;
  readonly dryRun: boolean;
}
