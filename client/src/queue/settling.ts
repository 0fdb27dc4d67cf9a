import type { WireResult } from './inputs.ts';
import {
  type QueueEntry,
  type QueueState,
  REFUSED_BASE_MS,
  REFUSED_CAP_MS,
  REFUSED_FLOOR_MS,
  SETTLED_KEPT,
  type Settled,
} from './state.ts';

/** What becomes of single events, whether their batch was answered or refused as a whole. */
export function settledOf({ key, type, occurredAt }: QueueEntry, result: WireResult, ordinal: number): Settled {
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

export function withSettled(
  state: QueueState,
  settled: readonly Settled[],
): Pick<QueueState, 'settled' | 'settledTotal'> {
  return {
    settled: [...state.settled, ...settled].slice(-SETTLED_KEPT),
    settledTotal: state.settledTotal + settled.length,
  };
}

/** Waits by itself from now on, so that it holds up nobody. */
export function refusedForNow(entry: QueueEntry, nowMs: number, random: number) {
  const refusals = entry.refusals + 1;
  const waitMs = REFUSED_FLOOR_MS + jittered(REFUSED_BASE_MS, REFUSED_CAP_MS, refusals, random);
  return { state: 'PENDING', refusals, dueAtMs: nowMs + waitMs } as const;
}

export function jittered(baseMs: number, capMs: number, attempt: number, random: number): number {
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
}
