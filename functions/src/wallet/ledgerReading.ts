import { describeError, log } from '../platform/runtime/log.ts';
import { readSnapshot, type Snapshot, type StoredDocument } from '../platform/storage/reader.ts';
import { type Discrepancy, findings } from './auditFindings.ts';
import type { Audit, LedgerAudit } from './auditRules.ts';
import { auditedPage, auditedPosting, auditedWallet, numbered } from './auditStore.ts';
import { emptyTotals } from './auditTotals.ts';
import { holdFields } from './store.ts';

/**
 * Feeds what is stored of one player's ledger to its audit. Corrupt data is reported and never thrown; a ledger that cannot
 * be read to its end is a discrepancy too, so that it cannot hide those behind it.
 */
const HOLDS_PER_READ = 100;
const ATTEMPTS = 3;

/** Runs `work` on the ledger as of one instant. */
export async function auditAsOfNow(uid: string, work: (snapshot: Snapshot) => Promise<Audit>): Promise<Audit> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readSnapshot(work);
    } catch (error) {
      if (attempt === ATTEMPTS) return unverifiable(uid, error);
    }
  }
}

export function addPage(audit: LedgerAudit, { id, data }: StoredDocument): void {
  const page = auditedPage.safeParse(data);
  if (!page.success) {
    const actual = problemsOf(page.error);
    audit.report(findings('page-malformed', null, [{ where: id, expected: 'a page of postings', actual }]));
    return;
  }
  for (const [index, stored] of page.data.postings.entries()) {
    const where = `${id}[${index}]`;
    const parsed = auditedPosting.safeParse(stored);
    if (parsed.success) audit.addPosting(parsed.data, where);
    else audit.addUnreadable(numbered.safeParse(stored).data?.sequence ?? null, where, problemsOf(parsed.error));
  }
}

/** Compares the postings with what else is stored: the open holds, and the wallet as the snapshot has it. */
export async function finish(
  audit: LedgerAudit,
  { snapshot, uid, stored }: { snapshot: Snapshot; uid: string; stored: StoredDocument['data'] | undefined },
): Promise<Audit> {
  const open = { collection: `users/${uid}/holds`, where: ['status', 'held'], limit: HOLDS_PER_READ } as const;
  for await (const hold of snapshot.documents(open)) addHold(audit, hold);
  const wallet = auditedWallet.safeParse(stored);
  if (wallet.success) return audit.finish(wallet.data);
  // The user was deleted, with all that belonged to it, after the run had listed it.
  if (stored === undefined && audit.isEmpty) return audit.finish(undefined);
  const kind = stored === undefined ? 'wallet-missing' : 'wallet-malformed';
  const actual = stored === undefined ? 'none' : problemsOf(wallet.error);
  audit.report(findings(kind, null, [{ where: 'users', expected: 'a wallet', actual }]));
  return audit.finish(undefined);
}

function addHold(audit: LedgerAudit, { id, data }: StoredDocument): void {
  const hold = holdFields.safeParse(data);
  if (hold.success) {
    audit.addOpenHold(hold.data.currency, hold.data.amount);
    return;
  }
  audit.report(findings('hold-malformed', null, [{ where: id, expected: 'a hold', actual: problemsOf(hold.error) }]));
}

interface Problems {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

const MAX_PROBLEMS = 5;

export function problemsOf({ issues }: Problems): string {
  const named = issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  return named.join('; ');
}

function unverifiable(uid: string, error: unknown): Audit {
  log('ERROR', 'ledger unverifiable', { uid, ...describeError(error) });
  const actual = error instanceof Error ? error.message : String(error);
  const found: Discrepancy[] = findings('user-unverifiable', null, [
    { where: 'ledger', expected: 'readable to its end', actual },
  ]).map((finding) => ({ uid, ...finding }));
  return { discrepancies: found, postings: 0, totals: emptyTotals(), verified: undefined };
}
