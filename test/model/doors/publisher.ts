import { outside } from './host.ts';

/** Stands for `platform/messaging/publisher.ts`: some messages may be refused, and then the caller must keep those. */
export async function publish(message: unknown): Promise<void> {
  await outside().turn();
  if (outside().publishFails()) throw new Error('Pub/Sub is not available');
  outside().published(structuredClone(message));
}

export async function pingPubSub(): Promise<void> {}

export async function closePublisher(): Promise<void> {}

/** A dead letter that an admin sends again. */
export async function publishRaw(topic: string, text: string, consumer: string): Promise<void> {
  await outside().turn();
  if (outside().publishFails()) throw new Error('Pub/Sub is not available');
  outside().republished(topic, text, consumer);
}
