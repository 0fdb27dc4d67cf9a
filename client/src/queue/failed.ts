import type { FailedInput } from './inputs.ts';
import { BACKOFF_BASE_MS, BACKOFF_CAP_MS, type QueueState, RETRY_AFTER_CAP_MS } from './state.ts';

/** A call that brought no results: its events wait again, in their places, and the batch keeps its composition. */
export function onFailed(state: QueueState, failed: FailedInput): QueueState {
  const { batch } = state;
  if (batch === null || batch.id !== failed.batchId) return state;
  const waiting = {
    ...state,
    entries: allPending(state),
    batch: { ...batch, doubtful: batch.doubtful || failed.doubtful },
  };
  if (!failed.retryable) return { ...waiting, stopped: failed.code };
  const failures = state.failures + 1;
  const jitterMs = jittered(BACKOFF_BASE_MS, BACKOFF_CAP_MS, failures, failed.random);
  const refusedMs = Math.min(RETRY_AFTER_CAP_MS, failed.retryAfterSeconds * 1_000);
  return {
    ...waiting,
    failures,
    // The server's wait comes first and the jitter on top of it, or everybody would be back at the same moment.
    backoffUntilMs: failed.nowMs + refusedMs + jitterMs,
    refusedUntilMs: refusedMs > 0 ? failed.nowMs + refusedMs : state.refusedUntilMs,
  };
}

/** After a crash: what was on its way may or may not have arrived. */
export function onRecover(state: QueueState): QueueState {
  const { batch } = state;
  if (batch === null || state.entries.every((entry) => entry.state === 'PENDING')) return state;
  return { ...state, entries: allPending(state), batch: { ...batch, doubtful: true } };
}

export function jittered(baseMs: number, capMs: number, attempt: number, random: number): number {
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
}

function allPending(state: QueueState): QueueState['entries'] {
  return state.entries.map((entry) => (entry.state === 'PENDING' ? entry : { ...entry, state: 'PENDING' as const }));
}
