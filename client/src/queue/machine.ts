import { onAnswered } from './answered.ts';
import type { QueueEffect } from './effects.ts';
import { onFailed, onRecover } from './failed.ts';
import { onFlush } from './flush.ts';
import type { QueueInput, RecordInput } from './inputs.ts';
import { QUEUE_LIMIT, type QueueState } from './state.ts';

/**
 * The queue as a pure function: no clock, randomness, storage or network of its own. It protects one invariant: an event
 * that was accepted stays in `entries`, in its place, until a server's answer settles it, and is settled once.
 */
export interface Step {
  readonly state: QueueState;
  readonly effects: readonly QueueEffect[];
}

export function step(state: QueueState, input: QueueInput): Step {
  switch (input.input) {
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
      return { state: onFailed(state, input), effects: [] };
  }
}

function onRecord(state: QueueState, { key, type, metadata, nowMs }: RecordInput): Step {
  // A repeated key is the same event: accepted already, so there is nothing to do.
  if (state.entries.some((waiting) => waiting.key === key)) return { state, effects: [] };
  if (state.entries.length >= QUEUE_LIMIT) return { state, effects: [{ effect: 'refused', code: 'queue/full', key }] };
  const offsetMs = state.clockOffsetMs;
  const entry = {
    seq: state.nextSeq,
    key,
    type,
    metadata,
    occurredAt: Math.max(0, nowMs + (offsetMs ?? 0)),
    offsetMs,
    state: 'PENDING',
    refusals: 0,
    dueAtMs: 0,
    reclocked: false,
  } as const;
  return { state: { ...state, entries: [...state.entries, entry], nextSeq: state.nextSeq + 1 }, effects: [] };
}
