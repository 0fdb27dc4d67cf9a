import type { PubSub } from '@google-cloud/pubsub';
import { codeOf } from '../runtime/errorCode.ts';
import { ONLY_FOR } from './addresses.ts';
import type { Envelope } from './outbox.ts';

/** Publishes envelopes, one topic a message type; heavy, so made on first use. */
let client: Promise<PubSub> | undefined;

async function pubsub(): Promise<PubSub> {
  client ??= import('@google-cloud/pubsub').then(({ PubSub: Client }) => new Client());
  return client;
}

const TOPIC_MISSING = 5;
const TOPIC_EXISTS = 6;

/** Resolves when the message is stored by Pub/Sub; rejects where it is not, so that the caller keeps it. */
export function publish(message: Envelope): Promise<void> {
  const { eventId, type, correlationId } = message;
  return send(type, JSON.stringify(message), { eventId, type, correlationId });
}

/** Publishes a message as it is to one consumer, for replays of what that one could not handle. */
export function publishRaw(topicName: string, text: string, consumer: string): Promise<void> {
  return send(topicName, text, { [ONLY_FOR]: consumer });
}

async function send(topicName: string, text: string, attributes: Record<string, string>): Promise<void> {
  // Somebody waits for it: a message goes out at once, and does not wait for others to come along.
  const topic = (await pubsub()).topic(topicName, { batching: { maxMessages: 1 } });
  const outgoing = { data: Buffer.from(text, 'utf8'), attributes };
  try {
    await topic.publishMessage(outgoing);
  } catch (error) {
    if (codeOf(error) !== TOPIC_MISSING) throw error;
    await topic.create().catch((raced: unknown) => {
      if (codeOf(raced) !== TOPIC_EXISTS) throw raced;
    });
    await topic.publishMessage(outgoing);
  }
}

/** A round trip to Pub/Sub, for health. */
export async function pingPubSub(): Promise<void> {
  await (await pubsub()).getTopics({ pageSize: 1, autoPaginate: false });
}

export async function closePublisher(): Promise<void> {
  const opened = client;
  client = undefined;
  await (await opened)?.close();
}
