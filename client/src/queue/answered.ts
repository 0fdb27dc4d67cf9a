import type { QueueEffect } from './effects.ts';
import { jittered, onFailed } from './failed.ts';
import type { AnsweredInput, WireResult } from './inputs.ts';
import {
  OFFSET_NOISE_MS,
  type QueueEntry,
  type QueueState,
  REFUSED_BASE_MS,
  REFUSED_CAP_MS,
  REFUSED_FLOOR_MS,
  SETTLED_KEPT,
  type Settled,
} from './state.ts';

/** Settles what the server decided for good, and keeps what it only refused for now or dated by a wrong clock. */
export function onAnswered(state: QueueState, answered: AnsweredInput) {
  const { batch } = state;
  if (batch === null || batch.id !== answered.batchId) return { state, effects: [] };
  if (answered.results.length !== batch.seqs.length) return { state: misread(state, answered), effects: [] };
  const offsetMs = learntOffset(state.clockOffsetMs, answered.serverTime - answered.midwayMs);
  const results = new Map(batch.seqs.map((seq, at) => [seq, answered.results[at]]));
  const entries: QueueEntry[] = [];
  const settled: Settled[] = [];
  for (const entry of state.entries) {
    const result = results.get(entry.seq);
    if (result === undefined) {
      entries.push(dated(entry, offsetMs, answered.serverTime));
      continue;
    }
    const kept = result.status === 'rejected' ? stillWanted(entry, result, batch.doubtful, offsetMs, answered) : null;
    if (kept === null) settled.push(settledOf(entry, result, state.settledTotal + settled.length + 1));
    else entries.push(kept);
  }
  const next: QueueState = {
    ...state,
    entries,
    batch: null,
    settled: [...state.settled, ...settled].slice(-SETTLED_KEPT),
    settledTotal: state.settledTotal + settled.length,
    failures: 0,
    backoffUntilMs: 0,
    stopped: null,
    clockOffsetMs: offsetMs,
  };
  const effects: QueueEffect[] = settled.length === 0 ? [] : [{ effect: 'settled', settled }];
  return { state: next, effects };
}

/** An answer without a result for each event says nothing about any of them. */
function misread(state: QueueState, { batchId, nowMs, random }: AnsweredInput): QueueState {
  const unread = { code: 'client/unreachable', retryable: true, doubtful: true, retryAfterSeconds: 0 };
  return onFailed(state, { input: 'failed', batchId, nowMs, random, ...unread });
}

function learntOffset(known: number | null, measured: number): number {
  return known !== null && Math.abs(measured - known) <= OFFSET_NOISE_MS ? known : Math.round(measured);
}

/** Dates an event that was recorded before the clock's error was known and has never been sent. */
function dated(entry: QueueEntry, offsetMs: number, serverTime: number): QueueEntry {
  if (entry.offsetMs !== null) return entry;
  return { ...entry, occurredAt: corrected(entry, offsetMs, serverTime), offsetMs };
}

/** By the clock as it is known now, and never later than the server's own: what was recorded has happened. */
function corrected(entry: QueueEntry, offsetMs: number, serverTime: number): number {
  return Math.max(0, Math.min(entry.occurredAt - (entry.offsetMs ?? 0) + offsetMs, serverTime));
}

/** The entry as it waits on, or null where its rejection is final. */
function stillWanted(
  entry: QueueEntry,
  { code = '' }: WireResult,
  doubtful: boolean,
  offsetMs: number,
  { serverTime, retryable, nowMs, random }: AnsweredInput,
): QueueEntry | null {
  if (retryable.includes(code)) {
    const refusals = entry.refusals + 1;
    const waitMs = REFUSED_FLOOR_MS + jittered(REFUSED_BASE_MS, REFUSED_CAP_MS, refusals, random);
    return { ...entry, state: 'PENDING', refusals, dueAtMs: nowMs + waitMs };
  }
  if (code !== 'events/outside-window' || entry.reclocked) return null;
  // An event that is ahead of the server's clock now was ahead at every earlier attempt too, so none can have credited
  // it. One that looks too old may have been credited by an attempt that brought no answer: its date must not change.
  if (entry.occurredAt <= serverTime && doubtful) return null;
  const occurredAt = corrected(entry, offsetMs, serverTime);
  if (Math.abs(occurredAt - entry.occurredAt) <= OFFSET_NOISE_MS) return null;
  return { ...entry, state: 'PENDING', occurredAt, offsetMs, reclocked: true };
}

function settledOf({ key, type, occurredAt }: QueueEntry, result: WireResult, ordinal: number): Settled {
  const isRejected = result.status === 'rejected';
  return {
    ordinal,
    key,
    type,
    occurredAt,
    state: isRejected ? 'REJECTED' : 'SYNCED',
    coins: isRejected ? 0 : result.coins,
    duplicate: result.status === 'duplicate',
    code: isRejected ? (result.code ?? 'events/invalid') : null,
  };
}
