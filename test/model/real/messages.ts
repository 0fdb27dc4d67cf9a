import { randomUUID } from 'node:crypto';
import { projectId } from '../../support/environment.ts';

/** Listens to a topic of the suite, as another service of the deployment would. */
const BASE = `http://${process.env.PUBSUB_EMULATOR_HOST}/v1/projects/${projectId}`;
const MOST_AT_ONCE = 1_000;

export class Listener {
  readonly #subscription = `subscriptions/model-${randomUUID()}`;
  readonly #messages: unknown[] = [];

  async open(topicName: string): Promise<void> {
    const topic = `projects/${projectId}/topics/${topicName}`;
    // It may exist already.
    await ask('PUT', `topics/${topicName}`, {}).catch(() => undefined);
    await ask('PUT', this.#subscription, { topic });
  }

  /** All that has come so far, in whatever order and however often it came. */
  async messages(): Promise<readonly unknown[]> {
    const pull = { maxMessages: MOST_AT_ONCE, returnImmediately: true };
    for (;;) {
      const { receivedMessages = [] } = await ask('POST', `${this.#subscription}:pull`, pull);
      if (receivedMessages.length === 0) return this.#messages;
      for (const { message } of receivedMessages) {
        this.#messages.push(JSON.parse(Buffer.from(message.data, 'base64').toString('utf8')));
      }
      const ackIds = receivedMessages.map(({ ackId }: { ackId: string }) => ackId);
      await ask('POST', `${this.#subscription}:acknowledge`, { ackIds });
    }
  }

  async close(): Promise<void> {
    await ask('DELETE', this.#subscription);
  }
}

async function ask(method: string, path: string, body?: unknown): Promise<any> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await fetch(`${BASE}/${path}`, { method, ...sent });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.json();
}
