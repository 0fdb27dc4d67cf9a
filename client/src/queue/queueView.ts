import { QUEUE_LIMIT, type QueueState, type Settled } from './state.ts';

/** The queue as a game's interface shows it. */
export interface QueueView {
  /** Events that wait, those under way included. */
  readonly pending: number;
  /** Events of the call that is under way, or was when the device last stopped. */
  readonly inflight: number;
  /** When the oldest of them happened, in epoch milliseconds. */
  readonly oldestAtMs: number | null;
  readonly isFull: boolean;
  /** Failed calls in a row; 0 after a success. */
  readonly failures: number;
  /** The final code with which the server refuses to take anything, such as `users/frozen`. */
  readonly stopped: string | null;
  /** The last events that were settled, newest last. */
  readonly settled: readonly Settled[];
}

export function queueView({ entries, failures, stopped, settled }: QueueState): QueueView {
  return {
    pending: entries.length,
    inflight: entries.filter(({ state }) => state === 'INFLIGHT').length,
    oldestAtMs: entries[0]?.occurredAt ?? null,
    isFull: entries.length >= QUEUE_LIMIT,
    failures,
    stopped,
    settled,
  };
}
