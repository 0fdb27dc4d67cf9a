import { z } from 'zod';
import { DAY_PATTERN } from '../kernel/time.ts';
import { transactOptimistically } from '../platform/optimistic.ts';
import { envelope } from '../platform/outbox.ts';
import { publishAll } from '../platform/publisher.ts';
import { readAll } from '../platform/reader.ts';
import { type Page, takeOff, waitingMessages } from '../wallet/journal.ts';
import { foldMonth } from './foldMonth.ts';

/**
 * Carries a journal page's consequences out of its transaction: publishes its messages, then takes them off and brings
 * the month up to date. Stopped anywhere, it is run again from the start; publishing twice is harmless, losing is not.
 * A page that only the ledger has written to has neither field: nothing on it waits.
 */
const writtenPage = z.object({ outboxSince: z.unknown().optional(), outbox: z.array(envelope).default([]) });

/** Runs after each write to a page; archives and pages that wait for nothing are passed over. */
export async function relayWritten(path: string, data: Readonly<Record<string, unknown>> | undefined): Promise<void> {
  const [, uid = '', , date = ''] = path.split('/');
  if (data === undefined || !DAY_PATTERN.test(date)) return;
  const page = writtenPage.parse(data);
  if (!isWaiting(page)) return;
  await publishAll(page.outbox);
  await settle({ uid, date }, page.outbox);
}

/** Relays what waits on a page now. */
export async function relayPage(page: Page): Promise<void> {
  const messages = await waitingMessages(page);
  await publishAll(messages);
  await settle(page, messages);
}

const PAGES_A_READ = 100;

/** Relays all that waits on a player's pages now. */
export async function relayPages(uid: string): Promise<void> {
  const pages = readAll({ collection: `users/${uid}/days`, fields: ['outboxSince'], limit: PAGES_A_READ });
  for await (const { id, data } of pages) {
    if (DAY_PATTERN.test(id) && isWaiting(data)) await relayPage({ uid, date: id });
  }
}

function isWaiting({ outboxSince }: { readonly outboxSince?: unknown }): boolean {
  return outboxSince !== undefined && outboxSince !== null;
}

async function settle(page: Page, published: Parameters<typeof takeOff>[2]): Promise<void> {
  await transactOptimistically(async (tx) => {
    if (await takeOff(tx, page, published)) await foldMonth(tx, page.uid, page.date);
  });
}
