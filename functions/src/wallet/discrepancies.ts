import { sha256Hex } from '../platform/crypto/crypto.ts';
import { log } from '../platform/runtime/log.ts';
import { readPage, type StoredDocument } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import type { Discrepancy } from './auditFindings.ts';
import { DISCREPANCIES, discrepancyDoc, discrepancyFields } from './auditStore.ts';

/**
 * Keeps what verification found, each finding once however often it is found again. Nothing is removed when a later run
 * no longer finds it: somebody has repaired a ledger then, and `lastSeenAt` says since when.
 */
async function storeDiscrepancies(found: readonly Discrepancy[], startedAtMs: number): Promise<void> {
  if (found.length === 0) return;
  const seenAt = new Date(startedAtMs);
  await transact(async (tx) => {
    const stored = new Map(found.map((one) => [idOf(one), one]));
    await tx.load([...stored.keys()].map(discrepancyDoc));
    for (const [id, one] of stored) {
      const doc = discrepancyDoc(id);
      const known = await tx.get(doc);
      if (known === undefined) tx.create(doc, { ...one, firstSeenAt: seenAt, lastSeenAt: seenAt });
      else tx.merge(doc, { ...one, lastSeenAt: seenAt });
    }
  });
}

export type Notify = (discrepancy: Discrepancy) => void | Promise<void>;

/** Metrics count these lines, and anything above none raises the alert. */
export function logDiscrepancy(discrepancy: Discrepancy): void {
  log('ERROR', 'ledger discrepancy', { alert: 'ledger.discrepancy', ...discrepancy });
}

/** Stores what a run has found, and only then tells of each of it. */
export async function reportDiscrepancies(
  found: readonly Discrepancy[],
  startedAtMs: number,
  notify: Notify,
): Promise<void> {
  await storeDiscrepancies(found, startedAtMs);
  for (const one of found) await notify(one);
}

const PER_READ = 100;

/** What the run that started at `startedAtMs` has found so far, in the order of users and postings. */
export async function* discrepanciesOf(startedAtMs: number): AsyncGenerator<Discrepancy> {
  const where = ['lastSeenAt', new Date(startedAtMs)] as const;
  let after: string | null = null;
  for (;;) {
    const page: StoredDocument[] = await readPage({ collection: DISCREPANCIES, where, limit: PER_READ, after });
    for (const { data } of page) yield discrepancyFields.parse(data);
    if (page.length < PER_READ) return;
    after = page.at(-1)?.id ?? null;
  }
}

const SEQUENCE_DIGITS = 16;

/** Readable, in the order of users and postings, and the same in every run that finds the same. */
function idOf({ uid, sequence, kind, where }: Discrepancy): string {
  const posting = sequence === null ? 'wallet' : String(sequence).padStart(SEQUENCE_DIGITS, '0');
  return [uid ?? 'all', posting, kind, sha256Hex(where).slice(0, 16)].join(':');
}
