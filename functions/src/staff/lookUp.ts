import type { Tx } from '../platform/storage/transaction.ts';
import { auditDoc } from './store.ts';

/** What an entry of the audit log is about, as a path; null where there is no such entry. */
export async function subjectOfEntry(tx: Tx, auditId: string): Promise<string | null> {
  return (await tx.get(auditDoc(auditId)))?.subject ?? null;
}
