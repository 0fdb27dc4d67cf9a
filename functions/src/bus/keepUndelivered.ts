import { house } from '../platform/manifest/house.ts';
import { bury, UNDELIVERED_TOPIC } from '../platform/messaging/deadLetters.ts';
import { consumedTopics, type Delivery, deliverEach, functionOf } from '../platform/messaging/topics.ts';

/**
 * Makes dead letters of a message that Pub/Sub has delivered in vain as often as its subscription allows: where even
 * burying failed, or where a consumer failed too often before it was too old. Each consumer of the topic gets it once
 * more, and those that still fail have a letter each; otherwise it would be lost in that topic.
 */
export async function keepUndelivered({ content, attributes }: Delivery, nowMs: number): Promise<void> {
  const subscription = attributes.CloudPubSubDeadLetterSourceSubscription ?? 'unknown';
  const deliveries = attributes.CloudPubSubDeadLetterSourceDeliveryCount ?? 'too many';
  const reason = `Pub/Sub gave up after ${deliveries} deliveries`;
  const topic = await topicOf(subscription);
  if (topic === undefined) {
    return bury({ consumer: subscription, topic: UNDELIVERED_TOPIC, raw: content, reason, nowMs });
  }
  for (const { consumer, error } of await deliverEach(topic, content, attributes, nowMs)) {
    await bury({ consumer: consumer.name, topic, raw: content, reason: `${reason}: ${String(error)}`, nowMs });
  }
}

/** The subscription that a deployment makes for a function has the function's name in its own, in lower case. */
async function topicOf(subscription: string): Promise<string | undefined> {
  const name = subscription.toLowerCase();
  return consumedTopics(await house()).find((topic) => name.includes(`-${functionOf(topic).toLowerCase()}-`));
}
