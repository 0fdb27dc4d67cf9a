import { z } from 'zod';
import { InvariantError, invariant } from '../../kernel/assert.ts';
import type { MessageContract } from '../../kernel/contract.ts';
import { Refused } from '../../kernel/decision.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { sha256Hex } from '../crypto/crypto.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { defineSection, docOf } from '../storage/collection.ts';
import { transactVerified } from '../storage/optimistic.ts';
import { storedInstant } from '../storage/storedTypes.ts';
import type { Tx } from '../storage/transaction.ts';
import { bury } from './deadLetters.ts';
import { type Envelope, envelope } from './outbox.ts';

/**
 * A consumer's effect happens once for each event, however often and in whatever order its message arrives. What says that
 * it happened is the document that the consumer changes anyway, read and written in the same unit of work. What cannot
 * succeed goes to a dead letter at once; what may succeed later fails the delivery, so that Pub/Sub brings the message
 * again, until it has brought it for so long that there is no hope. How long ago the event was says nothing of that: where
 * Pub/Sub itself was away, its messages are old when they come for the first time.
 */
const MARK_KEPT_MS = 14 * DAY_MS;
const GIVE_UP_AFTER_MS = 6 * HOUR_MS;

export interface Message<Data> extends Omit<Envelope, 'data'> {
  readonly data: Data;
}

export interface Consumer {
  readonly name: string;
  readonly topic: string;
  /**
   * Handles one delivery, given the message as it stood in the topic, and since when Pub/Sub has had it (unless told, it has
   * just got it).
   */
  readonly deliver: (raw: unknown, nowMs: number, publishedMs?: number) => Promise<void>;
}

type Consume<Data extends z.ZodType> = (tx: Tx, message: Message<z.output<Data>>, nowMs: number) => Promise<void>;

/** `consume` sees from what it changes whether it has handled this event before, and does nothing then. */
export function defineConsumer<Data extends z.ZodType<Record<string, unknown>>>(
  name: string,
  contract: MessageContract<string, Data>,
  consume: Consume<Data>,
): Consumer {
  const schema = envelope.extend({ type: z.literal(contract.type), version: z.literal(contract.version) });
  const deliver = async (raw: unknown, nowMs: number, publishedMs = nowMs): Promise<void> => {
    const parsed = schema.safeParse(raw);
    const letter = { consumer: name, topic: contract.type, raw, nowMs };
    const data = contract.data.safeParse(parsed.data?.data);
    if (!parsed.success) return bury({ ...letter, reason: z.prettifyError(parsed.error) });
    if (!data.success) return bury({ ...letter, reason: z.prettifyError(data.error) });
    const message = { ...parsed.data, data: data.data };
    const trace = startTrace(name, message.correlationId, message.uid);
    await withTrace(trace, async () => {
      try {
        await transactVerified((tx) => consume(tx, message, nowMs));
      } catch (error) {
        if (mayHeal(error) && nowMs - publishedMs < GIVE_UP_AFTER_MS) throw error;
        await bury({ ...letter, reason: reasonOf(error) });
      }
    });
  };
  return { name, topic: contract.type, deliver };
}

/**
 * For an effect that leaves no document by which it could be recognised: a mark of its own, `consumed/{id}`, commits with
 * it. It costs a read, a write and a deletion for each event, and lasts as long as Pub/Sub may bring a message and a week
 * more. What is older is buried, because nobody can tell any more whether it was handled.
 */
export function defineMarkedConsumer<Data extends z.ZodType<Record<string, unknown>>>(
  name: string,
  contract: MessageContract<string, Data>,
  consume: Consume<Data>,
): Consumer {
  return defineConsumer(name, contract, (tx, message, nowMs) => {
    invariant(nowMs - message.occurredAt < MARK_KEPT_MS, 'too old to tell whether it was handled');
    return consumeOnce(tx, name, message.eventId, nowMs, () => consume(tx, message, nowMs));
  });
}

const markSection = defineSection(
  (id) => `consumed/${id}`,
  z.object({ consumer: z.string(), expireAt: storedInstant }),
);

async function consumeOnce(
  tx: Tx,
  consumer: string,
  eventId: string,
  nowMs: number,
  effect: () => Promise<void>,
): Promise<void> {
  const mark = docOf(markSection, sha256Hex(JSON.stringify([consumer, eventId])));
  if ((await tx.get(mark)) !== undefined) return;
  await effect();
  tx.create(mark, { consumer, expireAt: new Date(nowMs + MARK_KEPT_MS) });
}

/** A broken invariant, a schema that does not fit and a final refusal stay as they are, however often one tries. */
function mayHeal(error: unknown): boolean {
  if (error instanceof Refused) return error.error.retry;
  return !(error instanceof InvariantError || error instanceof z.ZodError);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
