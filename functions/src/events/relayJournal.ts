import { DAY_PATTERN } from '../kernel/time.ts';
import { publishEach } from '../platform/messaging/publishEach.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { readAll } from '../platform/storage/reader.ts';
import { messagesOn, OUTBOX_FIELDS, type Page, takeOff } from '../wallet/journal.ts';
import { foldMonth } from './foldMonth.ts';

/**
 * Carries a journal page's consequences out of its transaction: publishes its messages, whoever may have done so before,
 * then takes off what went out and brings the month up to date. `data` is the page as it was read, as far as OUTBOX_FIELDS
 * go; what came since stays. Stopped anywhere, it is run again from the start; publishing twice is harmless, losing is not.
 * A message that cannot be published keeps nothing but itself: it stays on the page, and the relay fails in the end.
 */
export async function relayPage(page: Page, data: unknown): Promise<void> {
  const { published, failed } = await publishEach(messagesOn(page, data));
  const [refused] = failed;
  await transactOptimistically(async (tx) => {
    if (await takeOff(tx, page, published)) await foldMonth(tx, page.uid, page.date);
  });
  if (refused !== undefined) throw new Error(`${refused.message.type} cannot be published`, { cause: refused.error });
}

const PAGES_A_READ = 100;

/** Relays all that waits on a player's pages now. */
export async function relayPages(uid: string): Promise<void> {
  const pages = readAll({ collection: `users/${uid}/days`, fields: OUTBOX_FIELDS, limit: PAGES_A_READ });
  for await (const { id, data } of pages) {
    const waits = (data.outboxSince ?? null) !== null;
    if (DAY_PATTERN.test(id) && waits) await relayPage({ uid, date: id }, data);
  }
}
