import { sha256Hex } from '../platform/crypto/crypto.ts';
import type { Snapshot } from '../platform/storage/reader.ts';
import { findings } from './auditFindings.ts';
import { type Audit, LedgerAudit } from './auditRules.ts';
import { addPage, auditAsOfNow, finish, problemsOf } from './ledgerReading.ts';
import { verifiedDoc } from './verifiedStore.ts';

/**
 * Replays one player's whole ledger as of one instant, holding a few pages of it at a time. What earlier verifications have
 * remembered is not believed but compared.
 */
const PAGES_PER_READ = 10;

export async function verifyUser(uid: string): Promise<Audit> {
  return auditAsOfNow(uid, (snapshot) => replay(snapshot, uid));
}

async function replay(snapshot: Snapshot, uid: string): Promise<Audit> {
  // Whoever is gone is verified under the pseudonym, while what was copied is erased here.
  const stored = await snapshot.get(`users/${uid}`);
  if (stored?.isTakenOver === true) return new LedgerAudit(uid, sha256Hex).finish(undefined);
  const { fields, path } = verifiedDoc(uid);
  const checkpoint = await snapshot.get(path);
  const known = checkpoint === undefined ? undefined : fields.safeParse(checkpoint);
  const audit = new LedgerAudit(uid, sha256Hex, { compared: known?.data });
  if (known?.success === false) {
    const actual = problemsOf(known.error);
    audit.report(findings('checkpoint-mismatch', null, [{ where: 'checkpoint', expected: 'a checkpoint', actual }]));
  }
  const days = { collection: `users/${uid}/days`, fields: ['postings'], limit: PAGES_PER_READ };
  for await (const page of snapshot.documents(days)) addPage(audit, page);
  return finish(audit, { snapshot, uid, stored });
}
