import type { QueueState, Settled } from './state.ts';

/** An event as it goes over the wire. */
export interface WireEvent {
  readonly idempotencyKey: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What the caller does once the new state is stored; never before. */
export type QueueEffect =
  | { readonly effect: 'send'; readonly batchId: string; readonly events: readonly WireEvent[] }
  | { readonly effect: 'settled'; readonly settled: readonly Settled[] }
  | { readonly effect: 'refused'; readonly code: 'queue/full'; readonly key: string };

/** What an input leads to. */
export interface Step {
  readonly state: QueueState;
  readonly effects: readonly QueueEffect[];
}
