import { within } from '../runtime/deadline.ts';
import { describeError, log } from '../runtime/log.ts';
import type { Envelope } from './outbox.ts';
import { publishAll } from './publisher.ts';

/** What Pub/Sub may take of a call's time. */
const PATIENCE_MS = 1_000;

/** How many attempts have outlasted that and are still under way; until they end, no other call waits for Pub/Sub. */
let overdue = 0;

/**
 * Publishes what a commit has just left on a journal page. Never fails: what has been committed stays committed, and what
 * could not be published stands on its page, where the sweep finds it.
 */
export async function announce(messages: readonly Envelope[]): Promise<void> {
  if (messages.length === 0) return;
  try {
    if (overdue > 0) throw new Error('earlier messages are still on their way');
    const publishing = publishAll(messages);
    await within(PATIENCE_MS, publishing, () => {
      standBackUntil(publishing);
      return new Error(`no answer within ${PATIENCE_MS} ms`);
    });
  } catch (error) {
    log('WARNING', 'messages wait for the sweep', { messages: messages.length, ...describeError(error) });
  }
}

/** The library tries again for minutes, and so finds out whether Pub/Sub is back. */
function standBackUntil(settled: Promise<unknown>): void {
  overdue += 1;
  const comeBack = () => {
    overdue -= 1;
  };
  settled.then(comeBack, comeBack);
}
