import type { CloudEvent, CloudFunction } from 'firebase-functions';
import { onMessagePublished } from 'firebase-functions/pubsub';
import type { Domain } from '../manifest/domain.ts';
import { house } from '../manifest/house.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { describeError, log } from '../runtime/log.ts';
import { COMMON_OPTIONS } from '../runtime/options.ts';
import type { Consumer } from './consumer.ts';
import { UNDELIVERED_TOPIC } from './deadLetters.ts';
import { ONLY_FOR } from './outbox.ts';

/**
 * One deployed function a topic: it hands a message to everybody who consumes it. Each of them commits and dies by itself;
 * if one fails, Pub/Sub brings the message to all of them again, and those that have handled it see that they have.
 */
export function topicFunction(topic: string): CloudFunction<CloudEvent<unknown>> {
  return subscriber(functionOf(topic), topic, ({ content, attributes }) => deliverToAll(topic, content, attributes));
}

/** The name of the function that serves a topic: `referral.claimed` is `onReferralClaimed`. */
export function functionOf(topic: string): string {
  const words = topic.split(/[.-]/).map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return `on${words.join('')}`;
}

/** Every topic that somebody consumes, in alphabetical order. */
export function consumedTopics(domains: readonly Domain[]): readonly string[] {
  const topics = domains.flatMap(({ consumers = [] }) => consumers.map(({ hears }) => hears.type));
  return [...new Set(topics)].sort();
}

/** All consumers of a topic, or of every topic. */
export async function consumersOf(topic?: string): Promise<readonly Consumer[]> {
  const declared = (await house()).flatMap(({ consumers = [] }) => consumers);
  const hearing = declared.filter(({ hears }) => topic === undefined || hears.type === topic);
  return Promise.all(hearing.map(({ load }) => load()));
}

type Attributes = Readonly<Record<string, string>>;

async function deliverToAll(topic: string, content: unknown, attributes: Attributes): Promise<void> {
  const failed = await deliverEach(topic, content, attributes, Date.now());
  for (const { consumer, error } of failed) {
    log('ERROR', 'delivery failed', { consumer: consumer.name, ...describeError(error) });
  }
  const [first] = failed;
  if (first !== undefined) throw first.error;
}

export interface FailedDelivery {
  readonly consumer: Consumer;
  readonly error: unknown;
}

/** Delivers to those that the message is for, all at once, and answers who failed. */
export async function deliverEach(
  topic: string,
  content: unknown,
  attributes: Attributes,
  nowMs: number,
): Promise<readonly FailedDelivery[]> {
  const addressee = attributes[ONLY_FOR];
  const hearing = (await consumersOf(topic)).filter(({ name }) => addressee === undefined || addressee === name);
  const settled = await Promise.all(
    hearing.map(async (consumer): Promise<FailedDelivery | undefined> => {
      try {
        await consumer.deliver(content, nowMs);
        return undefined;
      } catch (error) {
        return { consumer, error };
      }
    }),
  );
  return settled.filter((failure) => failure !== undefined);
}

/** What a message says, and what Pub/Sub says of it. */
export interface Delivery {
  readonly content: unknown;
  readonly attributes: Attributes;
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
