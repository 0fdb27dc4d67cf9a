import type { QueueEffect, WireEvent } from './effects.ts';
import type { FlushInput, FlushReason } from './inputs.ts';
import {
  BACKOFF_CAP_MS,
  FLUSH_AFTER_MS,
  FLUSH_COUNT,
  type QueueEntry,
  type QueueState,
  REFUSED_CAP_MS,
  REFUSED_FLOOR_MS,
  RETRY_AFTER_CAP_MS,
} from './state.ts';

/**
 * Decides whether to send now and what. A batch whose answer was lost goes out again exactly as it was, because the
 * server knows its events by the day that they were sent with; only then is a new one composed.
 */
export function onFlush(state: QueueState, { reason, nowMs, batchId, flushAfterMs = FLUSH_AFTER_MS }: FlushInput) {
  const ready = reason === 'online' || reason === 'demand' ? { ...state, backoffUntilMs: 0 } : state;
  const open = reason === 'demand' ? { ...ready, stopped: null } : ready;
  const none = { state: open, effects: [] };
  if (open.stopped !== null || open.entries.some((entry) => entry.state === 'INFLIGHT')) return none;
  if (isAhead(open.backoffUntilMs, nowMs, RETRY_AFTER_CAP_MS + BACKOFF_CAP_MS)) return none;
  if (isAhead(open.refusedUntilMs, nowMs, RETRY_AFTER_CAP_MS)) return none;
  const seqs = open.batch?.seqs ?? dueSeqs(open, reason, nowMs, flushAfterMs);
  if (seqs.length === 0) return none;
  return sent(open, open.batch ?? { id: batchId, seqs, doubtful: false });
}

/** A wait that ends further ahead than it can have lasted was noted before the device's clock was set back: it is over. */
function isAhead(untilMs: number, nowMs: number, longestMs: number): boolean {
  return untilMs > nowMs && untilMs <= nowMs + longestMs;
}

function sent(state: QueueState, batch: NonNullable<QueueState['batch']>) {
  const members = new Set(batch.seqs);
  const events: WireEvent[] = [];
  const entries = state.entries.map((entry) => {
    if (!members.has(entry.seq)) return entry;
    events.push(wireEvent(entry));
    return { ...entry, state: 'INFLIGHT' as const };
  });
  const effects: QueueEffect[] = [{ effect: 'send', batchId: batch.id, events }];
  return { state: { ...state, entries, batch }, effects };
}

function wireEvent({ key, type, occurredAt, metadata }: QueueEntry): WireEvent {
  return { idempotencyKey: key, type, occurredAt, metadata };
}

function dueSeqs(state: QueueState, reason: FlushReason, nowMs: number, flushAfterMs: number): readonly number[] {
  const due = state.entries.filter(({ dueAtMs }) => !isAhead(dueAtMs, nowMs, REFUSED_FLOOR_MS + REFUSED_CAP_MS));
  if (reason === 'timer' && !isDue(due, nowMs, flushAfterMs)) return [];
  // What was refused before lets the others go first; those that go keep their order.
  const fresh = due.filter(({ refusals }) => refusals === 0);
  const chosen = new Set([...fresh, ...due.filter(({ refusals }) => refusals > 0)].slice(0, state.batchLimit));
  return due.filter((entry) => chosen.has(entry)).map((entry) => entry.seq);
}

/** Without being asked, the queue sends once there is enough, or once something has waited long enough. */
function isDue(due: readonly QueueEntry[], nowMs: number, flushAfterMs: number): boolean {
  if (due.length >= FLUSH_COUNT) return true;
  return due.some((entry) => !isAhead(waitsUntilMs(entry, flushAfterMs), nowMs, flushAfterMs));
}

/** When an entry has waited long enough, by the device's clock: so long after it was recorded, or when it is due again. */
function waitsUntilMs(entry: QueueEntry, flushAfterMs: number): number {
  if (entry.dueAtMs > 0) return entry.dueAtMs;
  return entry.occurredAt - entry.offsetMs + (entry.reclocked ? 0 : flushAfterMs);
}

/** The instant, by the device's clock, at which a `timer` flush will send something, or null when none will. */
export function wakeAtMs(state: QueueState, flushAfterMs = FLUSH_AFTER_MS): number | null {
  if (state.stopped !== null || state.entries.length === 0) return null;
  const blockedUntilMs = Math.max(state.backoffUntilMs, state.refusedUntilMs);
  if (state.batch !== null) return blockedUntilMs;
  const free = state.entries.filter((entry) => entry.dueAtMs === 0);
  if (free.length >= FLUSH_COUNT) return blockedUntilMs;
  const earliest = Math.min(...state.entries.map((entry) => waitsUntilMs(entry, flushAfterMs)));
  return Math.max(blockedUntilMs, earliest);
}
