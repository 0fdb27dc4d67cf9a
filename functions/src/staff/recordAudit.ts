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

/**
 * The id of an entry that is still to be written, for what has to name it. Ids begin with two digits of chance and sort by
 * time behind them: one range that everybody writes to at its end would be a hot one.
 */
export function newAuditId(atMs: number): string {
  return idOf(atMs, randomHex(8));
}

/** Appends to the audit log in the transaction of the action itself. */
export function recordAudit(tx: Tx, entry: AuditEntry, id = newAuditId(entry.atMs)): void {
  append(tx, id, entry);
}

/**
 * As {@link recordAudit}, for what a message tells: once for each action and event, however often it is told. No entry is
 * ever deleted, so none comes again. The mark is long enough that nobody finds two requests whose events share one.
 */
export async function recordAuditOf(tx: Tx, eventId: string, entry: AuditEntry): Promise<void> {
  const mark = sha256Hex(JSON.stringify([entry.action, eventId])).slice(0, 32);
  const id = idOf(entry.atMs, mark);
  if ((await tx.get(auditDoc(id))) === undefined) append(tx, id, entry);
}

function append(tx: Tx, id: string, { atMs, ...entry }: AuditEntry): void {
  tx.create(auditDoc(id), { at: new Date(atMs), ...entry });
}

function idOf(atMs: number, mark: string): string {
  return `${mark.slice(0, 2)}-${sortableInstant(atMs)}-${mark}`;
}
