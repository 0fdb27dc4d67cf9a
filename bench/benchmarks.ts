import type { Progress } from './progress.ts';
import type { Report } from './report.ts';

/** What `npm run bench` can measure. Each is loaded only when it runs, because most of them need a suite to load at all. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** Whether it talks to the emulators; one that does not can be run without starting any. */
  readonly needsSuite: boolean;
  readonly run: (progress: Progress) => Promise<Report>;
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'batches',
    summary: 'documents, latency, throughput and retries of event batches, beside two baselines',
    needsSuite: true,
    run: async (progress) => (await import('./batches/batches.ts')).measureBatches(progress),
  },
  {
    name: 'cold-start',
    summary: 'loading the functions, beside a bare load of the packages that they need at load',
    needsSuite: false,
    run: async (progress) => (await import('./coldStart/coldStart.ts')).measureColdStart(progress),
  },
  {
    name: 'referrals',
    summary: 'a hundred claims of one referral code at once, beside a hundred of different codes',
    needsSuite: true,
    run: async (progress) => (await import('./referrals/referrals.ts')).measureReferrals(progress),
  },
  {
    name: 'keyed',
    summary: 'a keyed call alone, and the slower of two that are sent at once under one key',
    needsSuite: true,
    run: async (progress) => (await import('./keyed/keyed.ts')).measureKeyed(progress),
  },
  {
    name: 'verification',
    summary: 'players a second whose ledgers are verified: whole lives, and what has moved since the day before',
    needsSuite: true,
    run: async (progress) => (await import('./verification/verification.ts')).measureVerification(progress),
  },
  {
    name: 'load',
    summary: 'many players at once, with Redis killed and restarted in the middle; what must hold afterwards',
    needsSuite: true,
    run: async (progress) => (await import('./load/load.ts')).measureLoad(progress),
  },
  {
    name: 'cost',
    summary: 'dollars a month by players a day, from a typical day in which every billed operation is metered',
    // It starts a suite of its own, in which everything is metered.
    needsSuite: false,
    run: async (progress) => (await import('./cost/cost.ts')).measureCost(progress),
  },
];
