import { asEarnPlayError, type EarnPlayError, isRetryable, retryAfterSeconds } from '../errors.ts';
import type { CallOutput } from '../types.ts';
import type { WireEvent } from './effects.ts';
import type { QueueInput } from './inputs.ts';

export type BatchAnswer = CallOutput<'batchEvents'>;

/** Makes the call, once. */
export type SendBatch = (events: readonly WireEvent[]) => Promise<BatchAnswer>;

interface Delivery {
  readonly input: QueueInput;
  readonly error?: EarnPlayError;
}

/** Sends a batch once and words what came of it as an input of the machine; never throws. */
export async function deliver(
  { batchId, events }: { readonly batchId: string; readonly events: readonly WireEvent[] },
  { send, now, random }: { readonly send: SendBatch; readonly now: () => number; readonly random: () => number },
): Promise<Delivery> {
  const sentMs = now();
  try {
    const { results, serverTime } = await send(events);
    const nowMs = now();
    const codes = results.flatMap(({ code }) => (code === undefined ? [] : [code]));
    const retryable = [...new Set(codes.filter(isRetryable))];
    const midwayMs = Math.round((sentMs + nowMs) / 2);
    return { input: { input: 'answered', batchId, results, serverTime, midwayMs, nowMs, retryable, random: random() } };
  } catch (thrown) {
    const error = asEarnPlayError(thrown);
    const { code, retryable } = error;
    // The rate gate refuses before anything happens; any other retryable failure may have come after the commit.
    const doubtful = retryable && code !== 'rate/limited';
    const facts = { retryable, doubtful, retryAfterSeconds: retryAfterSeconds(error), nowMs: now(), random: random() };
    return { input: { input: 'failed', batchId, code, ...facts }, error };
  }
}
