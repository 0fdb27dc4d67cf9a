import { randomUUID } from 'node:crypto';
import { rewardEarned } from '../../functions/src/events/contract.ts';
import { envelope } from '../../functions/src/platform/messaging/outbox.ts';
import { ask, place } from './place.ts';

export interface Earning {
  readonly uid: string;
  /** Number of the posting, which is the version that the player's wallet had then. */
  readonly sequence: number;
  readonly coins: number;
}

/**
 * What `reward.earned` has told since it was opened. Messages outlive a lost database, so whoever keeps them knows what
 * was credited after the backup: it is every posting whose number the restored wallet does not reach.
 */
export class Earnings {
  readonly #url: string;
  readonly #told = new Map<string, Earning>();

  private constructor(url: string) {
    this.#url = url;
  }

  static async watch(): Promise<Earnings> {
    const topic = `projects/${place.project}/topics/reward.earned`;
    await ask('PUT', `${place.pubsub}/v1/${topic}`).catch(() => undefined);
    const url = `${place.pubsub}/v1/projects/${place.project}/subscriptions/rehearsal-${randomUUID()}`;
    await ask('PUT', url, { topic });
    return new Earnings(url);
  }

  async all(): Promise<readonly Earning[]> {
    const pulled = await ask('POST', `${this.#url}:pull`, { maxMessages: 1_000, returnImmediately: true });
    const received = receivedMessages(pulled.receivedMessages);
    for (const { data } of received) {
      const { eventId, uid, data: facts } = envelope.parse(JSON.parse(Buffer.from(data, 'base64').toString('utf8')));
      const { sequence, coins } = rewardEarned.data.parse(facts);
      this.#told.set(eventId, { uid, sequence, coins });
    }
    const ackIds = received.map(({ ackId }) => ackId);
    if (ackIds.length > 0) await ask('POST', `${this.#url}:acknowledge`, { ackIds });
    return [...this.#told.values()];
  }
}

function receivedMessages(list: unknown): { readonly ackId: string; readonly data: string }[] {
  if (!Array.isArray(list)) return [];
  return list.map(({ ackId, message }) => ({ ackId: String(ackId), data: String(message.data) }));
}
