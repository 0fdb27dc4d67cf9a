import { EMPTY_QUEUE, type QueueEntry, type QueueState } from './state.ts';

/** A field that a version of the game did not know yet takes its default; what a newer one added stays where it is. */
export function revivedEntry(stored: Partial<QueueEntry> & Pick<QueueEntry, 'seq' | 'key' | 'type'>): QueueEntry {
  // It was null until an answer had told the clock's error; an entry that has one was dated by it.
  const offsetMs: number | null | undefined = stored.offsetMs;
  return {
    metadata: {},
    occurredAt: 0,
    state: 'PENDING',
    refusals: 0,
    dueAtMs: 0,
    dated: typeof offsetMs === 'number',
    reclocked: false,
    suspectedAt: null,
    ...stored,
    offsetMs: offsetMs ?? 0,
  };
}

export function revivedQueue({ entries = [], ...stored }: Partial<QueueState>): QueueState {
  return { ...EMPTY_QUEUE, ...stored, entries: entries.map(revivedEntry) };
}
