import type { CloudEvent, CloudFunction } from 'firebase-functions';
import { onMessagePublished } from 'firebase-functions/pubsub';
import { z } from 'zod';
import type { DeclaredConsumer, Domain } from '../manifest/domain.ts';
import { domainsWith, house } from '../manifest/house.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { describeError, log } from '../runtime/log.ts';
import { COMMON_OPTIONS } from '../runtime/options.ts';
import { ONLY_FOR, UNDELIVERED_TOPIC } from './addresses.ts';
import type { Consumer } from './consumer.ts';

/**
 * One deployed function a topic: it hands a message to everybody who consumes it. Each of them commits and dies by itself;
 * if one fails, Pub/Sub brings the message to all of them again, and those that have handled it see that they have.
 */
export function topicFunction(topic: string): CloudFunction<CloudEvent<unknown>> {
  return subscriber(functionOf(topic), topic, (delivery) => deliverToAll(topic, delivery));
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
  return Promise.all((await declaredConsumers(topic)).map(({ load }) => load()));
}

async function declaredConsumers(topic?: string): Promise<readonly DeclaredConsumer[]> {
  const telling = await (topic === undefined ? house() : domainsWith(`topic ${topic}`));
  const declared = telling.flatMap(({ consumers = [] }) => consumers);
  return declared.filter(({ hears }) => topic === undefined || hears.type === topic);
}

async function deliverToAll(topic: string, { content, attributes, publishedMs }: Delivery): Promise<void> {
  const failed = await deliverEach(topic, content, attributes[ONLY_FOR], Date.now(), publishedMs);
  for (const failure of failed) await logFailure(content, failure);
  const [first] = failed;
  if (first !== undefined) throw first.error;
}

export interface FailedDelivery {
  /** The consumer's name. */
  readonly consumer: string;
  readonly error: unknown;
}

/**
 * Delivers to every consumer of a topic, or to `only` one, and answers who failed. All at once: one that is slow, hangs or
 * cannot even be loaded takes nothing from the others.
 */
export async function deliverEach(
  topic: string,
  content: unknown,
  only: string | undefined,
  nowMs: number,
  publishedMs?: number,
): Promise<readonly FailedDelivery[]> {
  const hearing = (await declaredConsumers(topic)).filter(({ name }) => only === undefined || only === name);
  if (only !== undefined && hearing.length === 0) {
    // A letter of a version that had this consumer: it counts as sent again, and must not be lost by that.
    const { bury } = await import('./deadLetters.ts');
    await bury({ consumer: only, topic, raw: content, reason: 'no consumer of this topic has that name', nowMs });
  }
  const settled = await Promise.all(
    hearing.map(async ({ name, load }): Promise<FailedDelivery | undefined> => {
      try {
        await (await load()).deliver(content, nowMs, publishedMs);
        return undefined;
      } catch (error) {
        return { consumer: name, error };
      }
    }),
  );
  return settled.filter((failure) => failure !== undefined);
}

/** In the failed consumer's own name, since what the function is called tells nobody which of them it was. */
function logFailure(content: unknown, { consumer, error }: FailedDelivery): Promise<void> {
  const traced = z.object({ correlationId: z.string().optional(), uid: z.string().optional() });
  const { correlationId, uid } = traced.safeParse(content).data ?? {};
  return withTrace(startTrace(consumer, correlationId, uid), async () => {
    log('ERROR', 'delivery failed', { consumer, ...describeError(error) });
  });
}

/** What a message says, and what Pub/Sub says of it. */
export interface Delivery {
  readonly content: unknown;
  readonly attributes: Readonly<Record<string, string>>;
  /** Since when Pub/Sub has it; undefined where it does not say. */
  readonly publishedMs?: number | undefined;
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
      handle({
        content: contentOf(message.data),
        attributes: message.attributes ?? {},
        publishedMs: Date.parse(message.publishTime) || undefined,
      }),
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
