import { within } from '../runtime/deadline.ts';
import { describeError, log } from '../runtime/log.ts';
import type { Envelope } from './outbox.ts';
import { publishEach } from './publishEach.ts';

/** What Pub/Sub may take of a call's time. */
const PATIENCE_MS = 1_000;

/**
 * How many attempts have outlasted that and are still under way, by topic; until they end, no other call waits for that
 * topic.
 */
const overdue = new Map<string, number>();

/**
 * Publishes what a commit has just left on a journal page, topic by topic, so that one that is away keeps no other. Never
 * fails: what has been committed stays committed, and what could not be published stands on its page, where the sweep
 * finds it.
 */
export async function announce(messages: readonly Envelope[]): Promise<void> {
  const topics = Map.groupBy(messages, ({ type }) => type);
  await Promise.all([...topics].map(([topic, its]) => announceTo(topic, its)));
}

async function announceTo(topic: string, messages: readonly Envelope[]): Promise<void> {
  try {
    if (overdue.has(topic)) throw new Error('earlier messages are still on their way');
    const publishing = publishEach(messages);
    const { failed } = await within(PATIENCE_MS, publishing, () => {
      standBackUntil(topic, publishing);
      return new Error(`no answer within ${PATIENCE_MS} ms`);
    });
    const [first] = failed;
    if (first !== undefined) throw first.error;
  } catch (error) {
    log('WARNING', 'messages wait for the sweep', { topic, messages: messages.length, ...describeError(error) });
  }
}

/** The library tries again for minutes, and so finds out whether Pub/Sub is back. */
function standBackUntil(topic: string, settled: Promise<unknown>): void {
  overdue.set(topic, (overdue.get(topic) ?? 0) + 1);
  void settled.finally(() => {
    const left = (overdue.get(topic) ?? 1) - 1;
    if (left > 0) overdue.set(topic, left);
    else overdue.delete(topic);
  });
}
