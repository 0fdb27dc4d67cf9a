import type { QueueEffect, Step } from './effects.ts';
import { onFailed } from './failed.ts';
import type { AnsweredInput, WireResult } from './inputs.ts';
import { refusedForNow, settledOf, withSettled } from './settling.ts';
import {
  BATCH_LIMIT,
  type Batch,
  DAY_MS,
  EARLIEST_MS,
  OFFSET_NOISE_MS,
  type QueueEntry,
  type QueueState,
  type Settled,
} from './state.ts';

/** Settles what the server decided for good, and keeps what it only refused for now or for a date by a wrong clock. */
export function onAnswered(state: QueueState, answered: AnsweredInput): Step {
  const { batch } = state;
  if (batch === null || batch.id !== answered.batchId) return { state, effects: [] };
  if (answered.results.length !== batch.seqs.length) return misread(state, answered);
  const offsetMs = learntOffset(state.clockOffsetMs, answered.serverTime - answered.midwayMs);
  const results = new Map(batch.seqs.map((seq, at) => [seq, answered.results[at]]));
  const entries: QueueEntry[] = [];
  const settled: Settled[] = [];
  for (const entry of state.entries) {
    const result = results.get(entry.seq);
    const kept = result === undefined ? entry : stillWanted(entry, result, batch, offsetMs, answered);
    if (kept !== null) entries.push(kept);
    else if (result !== undefined) settled.push(settledOf(entry, result, state.settledTotal + settled.length + 1));
  }
  const next: QueueState = {
    ...state,
    ...withSettled(state, settled),
    entries: dated(entries, offsetMs, answered),
    batch: null,
    batchLimit: Math.min(BATCH_LIMIT, 2 * state.batchLimit),
    failures: 0,
    backoffUntilMs: 0,
    stopped: null,
    clockOffsetMs: offsetMs,
    clockSure: true,
  };
  const effects: QueueEffect[] = settled.length === 0 ? [] : [{ effect: 'settled', settled }];
  return { state: next, effects };
}

/** An answer without a result for each event says nothing about any of them. */
function misread(state: QueueState, { batchId, nowMs, random }: AnsweredInput): Step {
  const unread = { code: 'client/unreachable', retryable: true, doubtful: true, retryAfterSeconds: 0 };
  return onFailed(state, { input: 'failed', batchId, nowMs, random, ...unread });
}

function learntOffset(known: number | null, measured: number): number {
  return known !== null && Math.abs(measured - known) <= OFFSET_NOISE_MS ? known : Math.round(measured);
}

/** The entry as it waits on, or null where its result is final. */
function stillWanted(
  entry: QueueEntry,
  { status, code = '' }: WireResult,
  { doubtful }: Batch,
  offsetMs: number,
  { serverTime, retryable, nowMs, random }: AnsweredInput,
): QueueEntry | null {
  if (status !== 'rejected') return null;
  const waiting = { ...entry, suspectedAt: null };
  if (retryable.includes(code)) {
    return { ...waiting, ...refusedForNow(entry, nowMs, random), dated: entry.dated || doubtful };
  }
  if (entry.dated || !isForItsDate(code, entry.occurredAt, corrected(entry, offsetMs))) return null;
  // What is ahead of the server's clock now was ahead at every earlier attempt too, and what is as old as nothing can be
  // was too old, so none can have credited it. Any other date must not change once an attempt brought no answer.
  const cannotBe = entry.occurredAt > serverTime || entry.occurredAt < EARLIEST_MS || code === 'events/before-account';
  return doubtful && !cannotBe ? null : { ...waiting, state: 'PENDING', reclocked: true };
}

/** Whether it was rejected for a date that is wrong, as is known by now. */
function isForItsDate(code: string, occurredAt: number, correctedMs: number): boolean {
  switch (code) {
    case 'events/outside-window':
    case 'events/before-account':
      return Math.abs(correctedMs - occurredAt) > OFFSET_NOISE_MS;
    case 'events/streak-order':
    case 'events/daily-limit':
      return Math.floor(correctedMs / DAY_MS) !== Math.floor(occurredAt / DAY_MS);
    default:
      return false;
  }
}

function corrected(entry: QueueEntry, offsetMs: number): number {
  return entry.occurredAt - entry.offsetMs + offsetMs;
}

/**
 * Dates for good what has no true date yet, by the clock as it is known now. What was recorded has happened: were the last
 * of them still to come, all are set back alike, so that the time between two games stays what it was.
 */
function dated(
  entries: readonly QueueEntry[],
  offsetMs: number,
  { serverTime, nowMs, midwayMs }: AnsweredInput,
): QueueEntry[] {
  const latestMs = serverTime + nowMs - midwayMs;
  const undated = entries.filter((entry) => !entry.dated);
  const excessMs = Math.max(0, ...undated.map((entry) => corrected(entry, offsetMs) - latestMs));
  return entries.map((entry) => {
    if (entry.dated) return entry;
    const occurredAt = Math.max(0, Math.round(corrected(entry, offsetMs) - excessMs));
    return { ...entry, occurredAt, offsetMs, dated: true };
  });
}
