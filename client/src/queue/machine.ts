import { onAnswered } from './answered.ts';
import { onClock } from './clock.ts';
import type { Step } from './effects.ts';
import { onFailed, onRecover } from './failed.ts';
import { onFlush } from './flush.ts';
import type { QueueInput, RecordInput } from './inputs.ts';
import { QUEUE_LIMIT, type QueueState } from './state.ts';

/**
 * The queue as a pure function: no clock, randomness, storage or network of its own. It protects one invariant: an event
 * that was accepted stays in `entries`, in its place, until a server's answer settles it, and is settled once.
 */
export function step(state: QueueState, input: QueueInput): Step {
  switch (input.input) {
    case 'clock':
      return { state: onClock(state, input), effects: [] };
    case 'record':
      return onRecord(state, input);
    case 'start':
      return { state: state.stopped === null ? state : { ...state, stopped: null }, effects: [] };
    case 'recover':
      return { state: onRecover(state), effects: [] };
    case 'flush':
      return onFlush(state, input);
    case 'answered':
      return onAnswered(state, input);
    case 'failed':
      return onFailed(state, input);
  }
}

function onRecord(state: QueueState, { key, type, metadata, nowMs }: RecordInput): Step {
  // A repeated key is the same event: accepted already, so there is nothing to do.
  if (state.entries.some((waiting) => waiting.key === key)) return { state, effects: [] };
  if (state.entries.length >= QUEUE_LIMIT) return { state, effects: [{ effect: 'refused', code: 'queue/full', key }] };
  const offsetMs = state.clockOffsetMs ?? 0;
  const entry = {
    seq: state.nextSeq,
    key,
    type,
    metadata,
    occurredAt: Math.max(0, nowMs + offsetMs),
    offsetMs,
    dated: state.clockSure,
    state: 'PENDING',
    refusals: 0,
    dueAtMs: 0,
    reclocked: false,
    suspectedAt: null,
  } as const;
  return { state: { ...state, entries: [...state.entries, entry], nextSeq: state.nextSeq + 1 }, effects: [] };
}
