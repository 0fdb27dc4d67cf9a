import { within } from './deadline.ts';
import { describeError, log } from './log.ts';
import type { Envelope } from './outbox.ts';
import { publishAll } from './publisher.ts';

/** What Pub/Sub may take of a call's time. */
const PATIENCE_MS = 1_000;

/**
 * Publishes what a commit has just left on a journal page. Never fails: what has been committed stays committed, and what
 * could not be published stands on its page, where the sweep finds it.
 */
export async function announce(messages: readonly Envelope[]): Promise<void> {
  if (messages.length === 0) return;
  try {
    await within(PATIENCE_MS, publishAll(messages), () => new Error(`no answer within ${PATIENCE_MS} ms`));
  } catch (error) {
    log('WARNING', 'messages wait for the sweep', { messages: messages.length, ...describeError(error) });
  }
}
