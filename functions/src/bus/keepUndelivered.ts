import type { Delivery } from '../platform/messaging/consumer.ts';
import { bury, UNDELIVERED_TOPIC } from '../platform/messaging/deadLetters.ts';
import { consumerOf } from './consumers.ts';

/**
 * Makes a dead letter of a message that Pub/Sub has delivered in vain as often as its subscription allows: where even
 * burying failed, or where a consumer failed too often before it was too old. Otherwise it would be lost in that topic.
 */
export async function keepUndelivered({ content, attributes }: Delivery, nowMs: number): Promise<void> {
  const subscription = attributes.CloudPubSubDeadLetterSourceSubscription ?? 'unknown';
  const deliveries = attributes.CloudPubSubDeadLetterSourceDeliveryCount ?? 'too many';
  const consumer = consumerOf(subscription);
  await bury({
    consumer: consumer?.name ?? subscription,
    topic: consumer?.topic ?? UNDELIVERED_TOPIC,
    raw: content,
    reason: `Pub/Sub gave up after ${deliveries} deliveries`,
    nowMs,
  });
}
