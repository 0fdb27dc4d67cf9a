import { refOf } from '../platform/collection.ts';
import { adminFirestore } from '../platform/firebase.ts';
import type { Envelope } from '../platform/outbox.ts';
import { DOCUMENT_ID } from '../platform/reader.ts';
import { storedInstant } from '../platform/storedTypes.ts';
import type { Tx } from '../platform/transaction.ts';
import { pageDoc } from './store.ts';

/**
 * The journal page as an outbox: a change leaves its messages on the page in the same write, a relay publishes them
 * afterwards and then takes them off. What a relay did not get to is found by the time since which it waits.
 */
export interface Page {
  readonly uid: string;
  readonly date: string;
}

/** Stages messages, if any, and marks the page as changed, so that relays look at it. */
export async function handOver(tx: Tx, page: Page, messages: readonly Envelope[], nowMs: number): Promise<void> {
  const doc = pageDoc(page.uid, page.date);
  const stored = await tx.get(doc);
  const since = stored?.outboxSince ?? nowMs;
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

/** The messages that wait on a page now. */
export async function waitingMessages(page: Page): Promise<readonly Envelope[]> {
  const doc = pageDoc(page.uid, page.date);
  const snapshot = await refOf(await adminFirestore(), doc).get();
  return snapshot.exists ? doc.fields.parse(snapshot.data()).outbox : [];
}

/** A waiting page; the next page of the list goes on after it. */
export interface WaitingPage extends Page {
  readonly sinceMs: number;
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
    .limit(limit);
  const rest =
    after === undefined ? waiting : waiting.startAfter(new Date(after.sinceMs), pageDoc(after.uid, after.date).path);
  const { docs } = await rest.get();
  return docs.flatMap((page) => {
    const uid = page.ref.parent.parent?.id;
    const sinceMs = storedInstant.parse(page.get('outboxSince'));
    return uid === undefined ? [] : [{ uid, date: page.id, sinceMs }];
  });
}
