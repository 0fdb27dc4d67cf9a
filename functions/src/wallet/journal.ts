import type { Envelope } from '../platform/messaging/outbox.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { DOCUMENT_ID } from '../platform/storage/reader.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { pageDoc } from './store.ts';

/**
 * The journal page as an outbox: a change leaves its messages on the page in the same write. Whoever committed publishes
 * them at once, which nobody can know to have happened; so they stay until a relay has published what stands there once
 * more and takes it off. The relay finds a page by the time since which it waits.
 */
export interface Page {
  readonly uid: string;
  readonly date: string;
}

/** Stages messages, if any, to be published once this commits, and marks the page as changed, so that a relay looks at it. */
export async function handOver(tx: Tx, page: Page, messages: readonly Envelope[], nowMs: number): Promise<void> {
  const doc = pageDoc(page.uid, page.date);
  const stored = await tx.get(doc);
  const since = stored?.outboxSince ?? nowMs;
  tx.tell(messages);
  tx.merge(doc, { ...page, outbox: [...(stored?.outbox ?? []), ...messages], outboxSince: new Date(since) });
}

/**
 * Takes published messages off the page. What came meanwhile stays, and keeps the page marked. Answers whether there was
 * anything left to do: another relay may have been here first, and the account may be gone since.
 */
export async function takeOff(tx: Tx, page: Page, published: readonly Envelope[]): Promise<boolean> {
  const doc = pageDoc(page.uid, page.date);
  const stored = await tx.get(doc);
  if (stored === undefined || stored.outboxSince === null) return false;
  const done = new Set(published.map((message) => message.eventId));
  const outbox = stored.outbox.filter((message) => !done.has(message.eventId));
  const { outboxSince } = stored;
  tx.merge(doc, { outbox, outboxSince: outbox.length === 0 ? null : new Date(outboxSince) });
  return true;
}

/** What a relay reads of a page; its postings, which are most of it, may stay where they are. */
export const OUTBOX_FIELDS = ['uid', 'date', 'outbox', 'outboxSince'];

/** The messages that stand on a page, as it was read. */
export function messagesOn({ uid, date }: Page, data: unknown): readonly Envelope[] {
  const { fields, path } = pageDoc(uid, date);
  return parseStored(fields, path, data).outbox;
}

/** A waiting page as it was read; the next page of the list goes on after it. */
export interface WaitingPage extends Page {
  readonly sinceMs: number;
  readonly data: unknown;
}

/** Pages that have waited since `beforeMs` or longer, the longest first, after the one that was listed last. */
export async function waitingPages(
  beforeMs: number,
  limit: number,
  after?: WaitingPage,
): Promise<readonly WaitingPage[]> {
  const waiting = (await adminFirestore())
    .collectionGroup('days')
    .where('outboxSince', '<=', new Date(beforeMs))
    .orderBy('outboxSince')
    .orderBy(DOCUMENT_ID)
    .limit(limit)
    .select(...OUTBOX_FIELDS);
  const rest =
    after === undefined ? waiting : waiting.startAfter(new Date(after.sinceMs), pageDoc(after.uid, after.date).path);
  const { docs } = await rest.get();
  return docs.flatMap((page) => {
    const uid = page.ref.parent.parent?.id;
    const sinceMs = storedInstant.parse(page.get('outboxSince'));
    return uid === undefined ? [] : [{ uid, date: page.id, sinceMs, data: page.data() }];
  });
}
