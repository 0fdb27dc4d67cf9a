import type { Envelope } from './outbox.ts';
import { publish } from './publisher.ts';

/** What became of messages that were sent side by side: one that cannot go out keeps no other. */
export interface Publication {
  readonly published: readonly Envelope[];
  readonly failed: readonly FailedPublication[];
}

export interface FailedPublication {
  readonly message: Envelope;
  readonly error: unknown;
}

/** Never fails; resolves when Pub/Sub has stored or refused every one of them. */
export async function publishEach(messages: readonly Envelope[]): Promise<Publication> {
  const published: Envelope[] = [];
  const failed: FailedPublication[] = [];
  const send = async (message: Envelope): Promise<void> => {
    try {
      await publish(message);
      published.push(message);
    } catch (error) {
      failed.push({ message, error });
    }
  };
  await Promise.all(messages.map(send));
  return { published, failed };
}
