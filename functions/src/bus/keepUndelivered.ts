import { house } from '../platform/manifest/house.ts';
import { ONLY_FOR, UNDELIVERED_TOPIC } from '../platform/messaging/addresses.ts';
import { bury } from '../platform/messaging/deadLetters.ts';
import { consumedTopics, type Delivery, deliverEach, functionOf } from '../platform/messaging/topics.ts';

/**
 * Makes dead letters of a message that Pub/Sub has delivered in vain as often as its subscription allows: where even
 * burying failed, or where a consumer failed too often before it was too old. Everybody whom that subscription served gets
 * it once more, and those that still fail have a letter each; otherwise it would be lost in that topic.
 */
export async function keepUndelivered({ content, attributes }: Delivery, nowMs: number): Promise<void> {
  const source = attributes.CloudPubSubDeadLetterSourceSubscription;
  const deliveries = attributes.CloudPubSubDeadLetterSourceDeliveryCount ?? 'too many';
  const reason = `Pub/Sub gave up after ${deliveries} deliveries`;
  // A letter that stands under a subscription's name is sent here again for that one.
  const subscription = source ?? attributes[ONLY_FOR] ?? 'unknown';
  const served = await servedBy(subscription);
  if (served === undefined) {
    return bury({ consumer: subscription, topic: UNDELIVERED_TOPIC, raw: content, reason, nowMs });
  }
  const only = served.only ?? (source === undefined ? undefined : attributes[ONLY_FOR]);
  const failed = await deliverEach(served.topic, content, only, nowMs);
  // Where one letter cannot be written, the others are; Pub/Sub brings the message here again.
  const buried = await Promise.allSettled(
    failed.map(({ consumer, error }) =>
      bury({ consumer, topic: served.topic, raw: content, reason: `${reason}: ${String(error)}`, nowMs }),
    ),
  );
  for (const burial of buried) if (burial.status === 'rejected') throw burial.reason;
}

interface Served {
  readonly topic: string;
  readonly only?: string;
}

/**
 * The subscription that a deployment makes for a function has the function's name in its own, in lower case. Versions
 * before this one deployed a function for each consumer, and what theirs gave up may still come.
 */
async function servedBy(subscription: string): Promise<Served | undefined> {
  const name = subscription.toLowerCase();
  const isOf = (deployed: string) => name.includes(`-${deployed.toLowerCase()}-`);
  const domains = await house();
  const topic = consumedTopics(domains).find((one) => isOf(functionOf(one)));
  if (topic !== undefined) return { topic };
  const consumer = domains.flatMap(({ consumers = [] }) => consumers).find((one) => isOf(one.name));
  return consumer && { topic: consumer.hears.type, only: consumer.name };
}
