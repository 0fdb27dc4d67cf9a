import type { Step } from './effects.ts';
import type { FailedInput } from './inputs.ts';
import { jittered, refusedForNow, settledOf, withSettled } from './settling.ts';
import {
  BACKOFF_BASE_MS,
  BACKOFF_CAP_MS,
  BATCH_LIMIT,
  type Batch,
  POISON_AFTER,
  type QueueState,
  RETRY_AFTER_CAP_MS,
} from './state.ts';

/** Refusals of the whole request for what is in it; one event at the most is to blame. */
const REFUSED_WHOLE = ['platform/invalid-input', 'platform/too-large'];
/** What an event can lead to that the server, or what stands before it, cannot cope with. */
const POISONED = ['platform/internal', 'client/refused'];

/** A call that brought no results: its events wait again, in their places, and the batch keeps its composition. */
export function onFailed(state: QueueState, failed: FailedInput): Step {
  const { batch } = state;
  if (batch === null || batch.id !== failed.batchId) return { state, effects: [] };
  const waiting = {
    ...state,
    entries: allPending(state),
    batch: { ...batch, doubtful: batch.doubtful || failed.doubtful },
  };
  if (REFUSED_WHOLE.includes(failed.code)) return onRefusedWhole(waiting, waiting.batch, failed);
  if (!failed.retryable) return { state: { ...waiting, stopped: failed.code }, effects: [] };
  const later = backedOff(waiting, failed);
  if (state.failures < POISON_AFTER || !POISONED.includes(failed.code)) return { state: later, effects: [] };
  return { state: divided(later, waiting.batch, failed), effects: [] };
}

function backedOff(state: QueueState, { nowMs, random, retryAfterSeconds }: FailedInput): QueueState {
  const failures = state.failures + 1;
  const refusedMs = Math.min(RETRY_AFTER_CAP_MS, retryAfterSeconds * 1_000);
  return {
    ...state,
    failures,
    // The server's wait comes first and the jitter on top of it, or everybody would be back at the same moment.
    backoffUntilMs: nowMs + refusedMs + jittered(BACKOFF_BASE_MS, BACKOFF_CAP_MS, failures, random),
    refusedUntilMs: refusedMs > 0 ? nowMs + refusedMs : state.refusedUntilMs,
  };
}

/**
 * Halves the batch until the culprit is alone. It is to blame once anything else was settled since it was first suspected:
 * were the request itself what the server does not take, nothing would be, and no event is given up for that.
 */
function onRefusedWhole(state: QueueState, batch: Batch, failed: FailedInput): Step {
  const { settledTotal } = state;
  const members = new Set(batch.seqs);
  const suspects = state.entries.map((entry) =>
    members.has(entry.seq) ? { ...entry, suspectedAt: entry.suspectedAt ?? settledTotal } : entry,
  );
  const suspecting = { ...state, entries: suspects };
  const [culprit] = suspects.filter(({ seq }) => members.has(seq));
  if (batch.seqs.length > 1 || culprit === undefined) return { state: divided(suspecting, batch, failed), effects: [] };
  if (settledTotal <= (culprit.suspectedAt ?? settledTotal)) {
    return { state: divided(backedOff(suspecting, failed), batch, failed), effects: [] };
  }
  const settled = [settledOf(culprit, { status: 'rejected', coins: 0, code: failed.code }, settledTotal + 1)];
  const rest = { ...state, entries: suspects.filter((entry) => entry !== culprit), batch: null };
  const next = { ...rest, ...withSettled(state, settled), batchLimit: BATCH_LIMIT };
  return { state: next, effects: [{ effect: 'settled', settled }] };
}

/** Fewer go out together from now on; one that was alone lets the others go first. */
function divided(state: QueueState, batch: Batch, { nowMs, random }: FailedInput): QueueState {
  const { length } = batch.seqs;
  const members = new Set(batch.seqs);
  const entries = state.entries.map((entry) => {
    if (!members.has(entry.seq)) return entry;
    // What an attempt without an answer may have credited keeps its date, in whatever batch it goes out.
    const kept = { ...entry, dated: entry.dated || batch.doubtful };
    return length > 1 ? kept : { ...kept, ...refusedForNow(entry, nowMs, random) };
  });
  return { ...state, entries, batch: null, batchLimit: Math.max(1, Math.floor(length / 2)) };
}

/** After a crash: what was on its way may or may not have arrived. */
export function onRecover(state: QueueState): QueueState {
  const { batch } = state;
  if (batch === null || state.entries.every((entry) => entry.state === 'PENDING')) return state;
  return { ...state, entries: allPending(state), batch: { ...batch, doubtful: true } };
}

function allPending(state: QueueState): QueueState['entries'] {
  return state.entries.map((entry) => (entry.state === 'PENDING' ? entry : { ...entry, state: 'PENDING' as const }));
}
