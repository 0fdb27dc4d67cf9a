import { randomUUID } from 'node:crypto';
import { rewardEarned } from '../../../functions/src/events/contract.ts';
import { envelope } from '../../../functions/src/platform/messaging/outbox.ts';
import { eventually } from '../../support/eventually.ts';

/** What is published on a topic of the emulator from now on, read over its REST interface. */
export class Subscription {
  readonly #url: string;
  readonly #messages: Record<string, any>[] = [];

  private constructor(url: string) {
    this.#url = url;
  }

  static async open(topic: string, project: string): Promise<Subscription> {
    const base = `http://${process.env.PUBSUB_EMULATOR_HOST}/v1/projects/${project}`;
    const created = await fetch(`${base}/topics/${topic}`, { method: 'PUT' });
    if (!created.ok && created.status !== 409) throw new Error(`topic ${topic}: ${created.status}`);
    const url = `${base}/subscriptions/test-${randomUUID()}`;
    await request(url, 'PUT', { topic: `projects/${project}/topics/${topic}` });
    return new Subscription(url);
  }

  /** The player's messages so far; waits until there are as many. */
  async receive(uid: string, atLeast: number): Promise<Record<string, any>[]> {
    return eventually(async () => {
      const mine = (await this.received()).filter((message) => message.uid === uid);
      if (mine.length < atLeast) throw new Error(`${mine.length} of ${atLeast} messages have arrived`);
      return mine;
    }, 20_000);
  }

  async received(): Promise<Record<string, any>[]> {
    const answer = await request(`${this.#url}:pull`, 'POST', { maxMessages: 1_000, returnImmediately: true });
    const { receivedMessages = [] } = answer;
    for (const { message } of receivedMessages) {
      this.#messages.push(JSON.parse(Buffer.from(message.data, 'base64').toString('utf8')));
    }
    const ackIds = receivedMessages.map(({ ackId }: { ackId: string }) => ackId);
    if (ackIds.length > 0) await request(`${this.#url}:acknowledge`, 'POST', { ackIds });
    return this.#messages;
  }

  async close(): Promise<void> {
    await fetch(this.#url, { method: 'DELETE' });
  }
}

async function request(url: string, method: string, body: unknown): Promise<any> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The data of a `reward.earned` that fits its contract; throws where it does not. */
export function earned(message: unknown): { day: string; coins: number; sequence: number } {
  const { type, version, data } = envelope.parse(message);
  if (type !== rewardEarned.type || version !== rewardEarned.version)
    throw new Error(`a ${type} of version ${version}`);
  return rewardEarned.data.parse(data);
}
