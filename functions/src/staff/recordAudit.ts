import { sortableInstant } from '../kernel/time.ts';
import { randomHex } from '../platform/crypto/crypto.ts';
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
export function recordAudit(tx: Tx, { atMs, ...entry }: AuditEntry): void {
  const id = `${sortableInstant(atMs)}-${randomHex(8)}`;
  tx.create(auditDoc(id), { at: new Date(atMs), ...entry });
}
