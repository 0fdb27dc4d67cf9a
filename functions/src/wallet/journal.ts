import { z } from 'zod';
import { MINUTE_MS } from '../kernel/time.ts';
import type { Envelope } from '../platform/messaging/outbox.ts';
import { publishEach } from '../platform/messaging/publishEach.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { DOCUMENT_ID, readNow } from '../platform/storage/reader.ts';
import { NeedsRoom } from '../platform/storage/room.ts';
import { dueSince, storedAside, tryToStepAside } from '../platform/storage/stepAside.ts';
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

/**
 * Every batch of a day reads and rewrites its page, and a document may have 1 MiB. A day has a few dozen messages; where they
 * pile up because Pub/Sub is away, whoever brings the next one relays the page first, and is told to come later if that
 * does not help.
 */
const MAX_WAITING = 250;

/** Stages messages, if any, to be published once this commits, and marks the page as changed, so that a relay looks at it. */
export async function handOver(tx: Tx, page: Page, messages: readonly Envelope[], nowMs: number): Promise<void> {
  const doc = pageDoc(page.uid, page.date);
  const stored = await tx.get(doc);
  const waiting = stored?.outbox ?? [];
  if (messages.length > 0 && waiting.length >= MAX_WAITING) throw new NeedsRoom(doc.path, () => makeRoom(page));
  // A page that was put off comes back into the list for what is new on it.
  const since = Math.min(stored?.outboxSince ?? nowMs, nowMs);
  tx.tell(messages);
  tx.merge(doc, { ...page, outbox: [...waiting, ...messages], outboxSince: new Date(since) });
}

/** Publishes what waits on the page and takes off what went out; it stays marked, because its month waits for a relay. */
async function makeRoom({ uid, date }: Page): Promise<boolean> {
  const doc = pageDoc(uid, date);
  const { published } = await publishEach((await readNow(doc))?.outbox ?? []);
  if (published.length === 0) return false;
  await transactOptimistically(async (tx) => {
    const stored = await tx.get(doc);
    if (stored !== undefined) tx.merge(doc, { outbox: without(stored.outbox, published) });
  });
  return true;
}

function without(outbox: readonly Envelope[], published: readonly Envelope[]): Envelope[] {
  const done = new Set(published.map(({ eventId }) => eventId));
  return outbox.filter(({ eventId }) => !done.has(eventId));
}

/**
 * Takes published messages off the page. What came meanwhile stays, and keeps the page marked. Answers whether there was
 * anything left to do: another relay may have been here first, and the account may be gone since.
 */
export async function takeOff(tx: Tx, page: Page, published: readonly Envelope[]): Promise<boolean> {
  const doc = pageDoc(page.uid, page.date);
  const stored = await tx.get(doc);
  if (stored === undefined || stored.outboxSince === null) return false;
  const outbox = without(stored.outbox, published);
  const { outboxSince } = stored;
  tx.merge(doc, { outbox, outboxSince: outbox.length === 0 ? null : new Date(outboxSince) });
  return true;
}

/** What a relay reads of a page; its postings, which are most of it, may stay where they are. */
export const OUTBOX_FIELDS = ['uid', 'date', 'outbox', 'outboxSince', 'aside'];

/** The messages that stand on a page, as it was read. */
export function messagesOn({ uid, date }: Page, data: unknown): readonly Envelope[] {
  const { fields, path } = pageDoc(uid, date);
  return parseStored(fields, path, data).outbox;
}

const dated = z.object({ outbox: z.array(z.object({ occurredAt: z.int() })) });

/** Since when anything on a page has waited, however often the page has stepped aside since. */
export function oldestOn({ sinceMs, data }: WaitingPage): number {
  const { outbox = [] } = dated.safeParse(data).data ?? {};
  return Math.min(sinceMs, ...outbox.map(({ occurredAt }) => occurredAt));
}

/** A waiting page as it was read; the next page of the list goes on after it. */
export interface WaitingPage extends Page {
  /** By this it stands in the list; a page that could not be relayed has been put behind others. */
  readonly listedMs: number;
  /** Since when it really waits. */
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
    after === undefined ? waiting : waiting.startAfter(new Date(after.listedMs), pageDoc(after.uid, after.date).path);
  const { docs } = await rest.get();
  return docs.flatMap((page) => {
    const uid = page.ref.parent.parent?.id;
    const listedMs = storedInstant.parse(page.get('outboxSince'));
    const sinceMs = dueSince(listedMs, storedAside.parse(page.get('aside')));
    return uid === undefined ? [] : [{ uid, date: page.id, listedMs, sinceMs, data: page.data() }];
  });
}

const OUTBOX = { dueField: 'outboxSince' } as const;
/** As often as sweeps come; and seldom enough that Pub/Sub, where it is away, is not asked in vain all the time. */
const PACE = { firstMs: 2 * MINUTE_MS, mostMs: 30 * MINUTE_MS };

/** A page that could not be relayed is met again later, so that it keeps nobody else's waiting. */
export function putOff({ uid, date }: Page, nowMs: number): Promise<void> {
  return tryToStepAside(pageDoc(uid, date).path, OUTBOX, nowMs, PACE);
}
