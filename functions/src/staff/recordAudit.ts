import { sortableInstant } from '../kernel/time.ts';
import { randomHex, sha256Hex } from '../platform/crypto/crypto.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { auditDoc } from './store.ts';

export interface AuditEntry {
  readonly atMs: number;
  /** The uid of who did it, or `system:` and a script's name. */
  readonly actor: string;
  readonly action: string;
  /** The path of what it was done to. */
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly correlationId: string;
}

/** Appends to the audit log in the transaction of the action itself; ids sort by time. */
export function recordAudit(tx: Tx, entry: AuditEntry): void {
  append(tx, randomHex(8), entry);
}

/**
 * As {@link recordAudit}, for what a message tells: once for each action and event, however often it is told. No entry is
 * ever deleted, so none comes again. The mark is long enough that nobody finds two requests whose events share one.
 */
export async function recordAuditOf(tx: Tx, eventId: string, entry: AuditEntry): Promise<void> {
  const mark = sha256Hex(JSON.stringify([entry.action, eventId])).slice(0, 32);
  if ((await tx.get(auditDoc(idOf(entry.atMs, mark)))) === undefined) append(tx, mark, entry);
}

function append(tx: Tx, mark: string, { atMs, ...entry }: AuditEntry): void {
  tx.create(auditDoc(idOf(atMs, mark)), { at: new Date(atMs), ...entry });
}

function idOf(atMs: number, mark: string): string {
  return `${sortableInstant(atMs)}-${mark}`;
}
