import { z } from 'zod';

/** What the measuring process found in its suite, as it hands it over to the one that reckons. */
const operations = z.object({
  reads: z.number(),
  writes: z.number(),
  deletes: z.number(),
  ttlDeletes: z.number(),
});

const usage = z.object({
  who: z.string(),
  operations,
  calls: z.number(),
  durationMs: z.number(),
  cpuMs: z.number(),
  requestBytes: z.number(),
  responseBytes: z.number(),
  logBytes: z.number(),
  published: z.array(z.number()).readonly(),
  firestoreBytes: z.number(),
});

/** Something that was done `units` times, and all that was used for it. */
const stretch = z.object({ units: z.number(), usage: z.array(usage).readonly(), storedBytes: z.number() });
export type Stretch = z.output<typeof stretch>;

const idleRun = z.object({ name: z.string(), runsADay: z.number(), usage: z.array(usage).readonly() });
export type IdleRun = z.output<typeof idleRun>;

export const measured = z.object({
  proof: operations,
  typicalDay: stretch,
  dayInThreeBatches: stretch,
  withdrawal: stretch,
  classicWrite: stretch,
  classicTransaction: stretch,
  /** Schedules that find nothing to do. */
  idleRuns: z.array(idleRun),
  dailyReset: stretch,
  /** The verification of those who have played since the day before. */
  moved: stretch,
  /** The replay of whole lives. */
  verification: z.object({
    players: z.number(),
    pages: z.number(),
    usage: z.array(usage).readonly(),
  }),
  storedBytesOfAnAccount: z.number(),
});
export type Measured = z.output<typeof measured>;
