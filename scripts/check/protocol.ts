/** What the lanes of a run of the tests and their conductor tell each other, as JSON over a local port. */

/** Where a lane asks for its next file; the conductor sets it in the lane's environment. */
export const queueVariable = 'EARNPLAY_TEST_QUEUE';

export type TimedStep = {
  /** The titles from the outermost suite down. */
  readonly title: string;
  readonly ms: number;
};

/** What came of one file of tests. */
export type FileResult = {
  readonly file: string;
  readonly passed: number;
  /** The titles of what failed, hooks included. */
  readonly failed: readonly string[];
  readonly ms: number;
  /** Tests and hooks, with what they took. */
  readonly steps: readonly TimedStep[];
  /** Milliseconds spent waiting, by cause; see test/support/waiting.ts. Waits at the same time count once each. */
  readonly waits: Readonly<Record<string, number>>;
};
