/**
 * The whole durable state of one player's queue, as plain JSON. `docs/offline-queue.md` specifies it for other
 * languages; field names are part of that specification.
 */
export interface QueueEntry {
  /** Position in the order of recording; never reused. */
  readonly seq: number;
  readonly key: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The instant that will be sent, in epoch milliseconds: the device's clock plus `offsetMs`. */
  readonly occurredAt: number;
  /** What was added to the device's clock as it is now. */
  readonly offsetMs: number;
  /** Whether `occurredAt` stays: it is as true as it gets, or may have been credited. */
  readonly dated: boolean;
  readonly state: 'PENDING' | 'INFLIGHT';
  /** How often the server refused the event for now (a retryable code). */
  readonly refusals: number;
  /** Not sent before this instant of the device's clock. */
  readonly dueAtMs: number;
  /** Whether `occurredAt` was corrected after the server had refused the event for its date. */
  readonly reclocked: boolean;
  /** How many events were settled when a batch with this one was first refused as a whole; null where none was. */
  readonly suspectedAt: number | null;
}

/** What the device's clock showed when so much time had passed since the game's start. */
export interface Reading {
  /** Names one start of the game; empty where the clock is simulated, and not to be compared with any. */
  readonly run: string;
  readonly nowMs: number;
  readonly upMs: number;
}

/** The composition of a batch that was sent: it is sent again exactly so until it is answered. */
export interface Batch {
  readonly id: string;
  readonly seqs: readonly number[];
  /** Whether an attempt may have been credited although no answer came. */
  readonly doubtful: boolean;
}

/** What became of an event; the last {@link SETTLED_KEPT} are kept, so that every tab and the next start can tell. */
export interface Settled {
  /** 1, 2, 3, … in the order of settling. */
  readonly ordinal: number;
  readonly key: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly state: 'SYNCED' | 'REJECTED';
  readonly coins: number;
  readonly duplicate: boolean;
  /** The catalogued reason of a rejection. */
  readonly code: string | null;
}

export interface QueueState {
  /** Every event that is not settled, in the order of recording. */
  readonly entries: readonly QueueEntry[];
  readonly batch: Batch | null;
  readonly settled: readonly Settled[];
  readonly nextSeq: number;
  readonly settledTotal: number;
  /** Failed calls in a row. */
  readonly failures: number;
  /** Our own backoff; reconnecting and flushing on demand skip it. */
  readonly backoffUntilMs: number;
  /** The server's `retryAfterSeconds`; nothing skips it. */
  readonly refusedUntilMs: number;
  /** The final code with which the server refused the last call; nothing is sent until something changes. */
  readonly stopped: string | null;
  /** Server's clock minus the device's, or null before the first answer. */
  readonly clockOffsetMs: number | null;
  /** Whether an answer has told it since the game was started, or the clock jumped. */
  readonly clockSure: boolean;
  /** The last readings, the newest at the end; of each running game one. */
  readonly clocks: readonly Reading[];
  /** How many events a batch may have: fewer after one was refused as a whole. */
  readonly batchLimit: number;
}

export const EMPTY_QUEUE: QueueState = {
  entries: [],
  batch: null,
  settled: [],
  nextSeq: 1,
  settledTotal: 0,
  failures: 0,
  backoffUntilMs: 0,
  refusedUntilMs: 0,
  stopped: null,
  clockOffsetMs: null,
  clockSure: false,
  clocks: [],
  batchLimit: 500,
};

export const QUEUE_LIMIT = 2_000;
export const BATCH_LIMIT = 500;
export const FLUSH_COUNT = 50;
export const FLUSH_AFTER_MS = 60_000;
export const SETTLED_KEPT = 1_000;
/** Backoff: a random share of BASE × 2^(failures − 1), at most CAP. */
export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_CAP_MS = 300_000;
/** An event that is refused for now waits by itself: FLOOR plus a random share of BASE × 2^(refusals − 1), at most CAP. */
export const REFUSED_FLOOR_MS = 5_000;
export const REFUSED_BASE_MS = 30_000;
export const REFUSED_CAP_MS = 3_600_000;
/** The longest that the server's `retryAfterSeconds` is believed. */
export const RETRY_AFTER_CAP_MS = 3_600_000;
/** A newly learnt clock offset replaces the known one only when it differs by more than this. */
export const OFFSET_NOISE_MS = 1_000;
/** Two clocks that differ by no more than this since their last reading go alike. */
export const CLOCK_NOISE_MS = 5_000;
export const CLOCKS_KEPT = 4;
/** 2025: what a clock shows before is no date of an event. */
export const EARLIEST_MS = 1_735_689_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** So many failures in a row that are no refusals, and the batch is halved like one that was refused as a whole. */
export const POISON_AFTER = 5;
