import { asEarnPlayError, EarnPlayError, heals, isRecord, isRetryable, retryAfterSeconds } from '../errors.ts';
import { report } from '../report.ts';
import type { CallOutput } from '../types.ts';
import type { WireEvent } from './effects.ts';
import type { QueueInput } from './inputs.ts';
import type { Reading } from './state.ts';

export type BatchAnswer = CallOutput<'batchEvents'>;

/** Makes the call, once. */
export type SendBatch = (events: readonly WireEvent[]) => Promise<BatchAnswer>;

export interface Delivering {
  readonly send: SendBatch;
  /** Takes in what was answered before the queue does. Whatever becomes of it, the answer stands. */
  readonly learn?: (events: readonly WireEvent[], answer: BatchAnswer) => Promise<void>;
  /** Of the device's clock, and of one that nobody sets. */
  readonly reading: () => Reading;
  readonly random: () => number;
}

interface Delivery {
  readonly input: QueueInput;
  readonly error?: EarnPlayError;
}

/** Sends a batch once and words what came of it as an input of the machine; never throws. */
export async function deliver(
  { batchId, events }: { readonly batchId: string; readonly events: readonly WireEvent[] },
  { send, learn, reading, random }: Delivering,
): Promise<Delivery> {
  const sent = reading();
  try {
    const answer = await send(events);
    if (!isReadable(answer)) throw new EarnPlayError('client/unreachable', 'The server’s answer could not be read.');
    const { nowMs, upMs } = reading();
    await learnt(async () => learn?.(events, answer));
    const { results, serverTime } = answer;
    const codes = results.flatMap(({ code }) => (code === undefined ? [] : [code]));
    const retryable = [...new Set(codes.filter(isRetryable))];
    // The clock may have been set meanwhile; how long the call took is not told by it.
    const midwayMs = Math.round(nowMs - (upMs - sent.upMs) / 2);
    return { input: { input: 'answered', batchId, results, serverTime, midwayMs, nowMs, retryable, random: random() } };
  } catch (thrown) {
    const error = asEarnPlayError(thrown);
    const { code } = error;
    // Nothing is wrong with the batch: it waits until the sign-in, the app's own check or the feature is there again.
    const retryable = error.retryable || heals(code);
    // These refuse before anything happens; any other failure that may pass may have come after the commit.
    const doubtful = retryable && code !== 'rate/limited' && (error.retryable || code === 'client/refused');
    const facts = {
      retryable,
      doubtful,
      retryAfterSeconds: retryAfterSeconds(error),
      nowMs: reading().nowMs,
      random: random(),
    };
    return { input: { input: 'failed', batchId, code, ...facts }, error };
  }
}

async function learnt(learn: () => Promise<void>): Promise<void> {
  try {
    await learn();
  } catch (fault) {
    report(fault);
  }
}

/** Whether the queue can go on with it. What answers in the server's place, such as a hotel's network, answers anything. */
function isReadable(answer: unknown): boolean {
  if (!isRecord(answer) || !Array.isArray(answer.results) || !Number.isFinite(answer.serverTime)) return false;
  return answer.results.every((one) => isRecord(one) && typeof one.status === 'string');
}
