import type { CloudEvent, CloudFunction } from 'firebase-functions';
import { onMessagePublished } from 'firebase-functions/pubsub';
import { z } from 'zod';
import { InvariantError } from '../../kernel/assert.ts';
import type { MessageContract } from '../../kernel/contract.ts';
import { Refused } from '../../kernel/decision.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { sha256Hex } from '../crypto/crypto.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { describeError, log } from '../runtime/log.ts';
import { COMMON_OPTIONS } from '../runtime/options.ts';
import { defineSection, docOf } from '../storage/collection.ts';
import { storedInstant } from '../storage/storedTypes.ts';
import { type Tx, transact } from '../storage/transaction.ts';
import { bury, UNDELIVERED_TOPIC } from './deadLetters.ts';
import { type Envelope, envelope, ONLY_FOR } from './outbox.ts';

/**
 * A consumer's effect happens once for each event, however often and in whatever order its message arrives: the mark
 * that it happened commits with the effect. What cannot succeed goes to a dead letter at once; what may succeed later
 * fails the delivery, so that Pub/Sub brings the message again, until it is too old to hope for.
 */
const MARK_KEPT_MS = 14 * DAY_MS;
const GIVE_UP_AFTER_MS = 6 * HOUR_MS;

export interface Message<Data> extends Omit<Envelope, 'data'> {
  readonly data: Data;
}

export interface Consumer {
  readonly name: string;
  readonly topic: string;
  /** Handles one delivery, given the message as it stood in the topic. */
  readonly deliver: (raw: unknown, nowMs: number) => Promise<void>;
}

/** `consume` stages its effect in the transaction that also marks the event as consumed. */
export function defineConsumer<Data extends z.ZodType<Record<string, unknown>>>(
  name: string,
  contract: MessageContract<string, Data>,
  consume: (tx: Tx, message: Message<z.output<Data>>, nowMs: number) => Promise<void>,
): Consumer {
  const schema = envelope.extend({ type: z.literal(contract.type), version: z.literal(contract.version) });
  const deliver = async (raw: unknown, nowMs: number): Promise<void> => {
    const parsed = schema.safeParse(raw);
    const letter = { consumer: name, topic: contract.type, raw, nowMs };
    const data = contract.data.safeParse(parsed.data?.data);
    if (!parsed.success) return bury({ ...letter, reason: z.prettifyError(parsed.error) });
    if (!data.success) return bury({ ...letter, reason: z.prettifyError(data.error) });
    const message = { ...parsed.data, data: data.data };
    const trace = startTrace(name, message.correlationId, message.uid);
    await withTrace(trace, async () => {
      try {
        await transact((tx) => consumeOnce(tx, name, message.eventId, nowMs, () => consume(tx, message, nowMs)));
      } catch (error) {
        if (mayHeal(error) && nowMs - message.occurredAt < GIVE_UP_AFTER_MS) throw error;
        await bury({ ...letter, reason: reasonOf(error) });
      }
    });
  };
  return { name, topic: contract.type, deliver };
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

/** The deployed form of a consumer; failed deliveries are repeated by Pub/Sub. */
export function consumerFunction(consumer: Consumer): CloudFunction<CloudEvent<unknown>> {
  const { name, topic, deliver } = consumer;
  return subscriber(name, topic, async ({ content, attributes }) => {
    const addressee = attributes[ONLY_FOR];
    if (addressee !== undefined && addressee !== name) return;
    try {
      await deliver(content, Date.now());
    } catch (error) {
      log('ERROR', 'delivery failed', { consumer: name, ...describeError(error) });
      throw error;
    }
  });
}

/** What a message says, and what Pub/Sub says of it. */
export interface Delivery {
  readonly content: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The deployed end of {@link UNDELIVERED_TOPIC}, where Pub/Sub takes what a subscription has failed at too often. */
export function undeliveredFunction(
  name: string,
  keep: (undelivered: Delivery, nowMs: number) => Promise<void>,
): CloudFunction<CloudEvent<unknown>> {
  return subscriber(name, UNDELIVERED_TOPIC, (undelivered) => keep(undelivered, Date.now()));
}

function subscriber(
  name: string,
  topic: string,
  handle: (delivery: Delivery) => Promise<void>,
): CloudFunction<CloudEvent<unknown>> {
  const { region, memory, concurrency } = COMMON_OPTIONS;
  const options = { topic, region, memory, concurrency, retry: true };
  const deployed = onMessagePublished(options, ({ data: { message } }) =>
    withTrace(startTrace(name), () =>
      handle({ content: contentOf(message.data), attributes: message.attributes ?? {} }),
    ),
  );
  return deployed as CloudFunction<CloudEvent<unknown>>;
}

/** The message as JSON, or as text where it is none: a poison message must reach its dead letter, not throw before it. */
function contentOf(base64: unknown): unknown {
  const text = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64').toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
