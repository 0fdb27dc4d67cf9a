import { addDays } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import type { Snapshot, StoredDocument } from '../platform/storage/reader.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import { type Audit, LedgerAudit } from './auditRules.ts';
import { auditedWallet } from './auditStore.ts';
import { addPage, auditAsOfNow, finish } from './ledgerReading.ts';
import type { Verified } from './movedRules.ts';
import { MAX_DAYS_LATE } from './rules.ts';
import { walletDoc } from './store.ts';
import { leftDoc, verifiedDoc } from './verifiedStore.ts';
import { verifyUser } from './verifyUser.ts';

/**
 * Verifies what a player's ledger has got since it was verified last, and remembers how far that is. Where something does
 * not hold, the whole life is replayed, so that it is named as what it is, and nothing is remembered.
 */
export async function verifySince(uid: string, known: Verified | undefined, nowMs: number): Promise<Audit> {
  const rest = known && (await auditAsOfNow(uid, (snapshot) => auditSince(snapshot, uid, known)));
  const audit = rest !== undefined && rest.discrepancies.length === 0 ? rest : await verifyUser(uid);
  const { discrepancies, verified } = audit;
  if (discrepancies.length === 0 && verified !== undefined) await remember(uid, verified, nowMs);
  return audit;
}

/** From the newest page back, until each posting since then was seen; one page first, since more are seldom needed. */
async function auditSince(snapshot: Snapshot, uid: string, known: Verified): Promise<Audit> {
  const audit = new LedgerAudit(uid, sha256Hex, { compared: known, begins: known });
  const stored = await snapshot.get(`users/${uid}`);
  const { data: wallet } = auditedWallet.safeParse(stored);
  let read = 0;
  let after: StoredDocument | undefined;
  while (wallet !== undefined && !audit.reaches(wallet.version)) {
    const limit = Math.min(MAX_PAGES_PER_READ, Math.max(1, read));
    const pages: StoredDocument[] = await snapshot.newest({
      ...{ collection: `users/${uid}/days`, fields: ['date', 'postings'], by: 'date', before: AFTER_ALL_DAYS, limit },
      ...(after === undefined ? {} : { after }),
    });
    for (const page of pages) addPage(audit, page);
    read += pages.length;
    after = pages.at(-1);
    if (pages.length < limit || isBefore(after, known)) break;
  }
  return finish(audit, { snapshot, uid, stored });
}

const MAX_PAGES_PER_READ = 8;
const AFTER_ALL_DAYS = '~';
/** One more than a posting may be late, for clocks. */
const DAYS_LATE = MAX_DAYS_LATE + 1;

/** Whether nothing newer than what is verified can stand on the pages before this one. */
function isBefore(page: StoredDocument | undefined, { postedOn }: Verified): boolean {
  return postedOn !== null && String(page?.data.date) < addDays(postedOn, -DAYS_LATE);
}

/** Of two runs, the one that came further is remembered. */
async function remember(uid: string, verified: Verified, nowMs: number): Promise<void> {
  await transact(async (tx) => {
    const doc = verifiedDoc(uid);
    const stored = await tx.get(doc);
    if (!(await isTheirs(tx, uid, verified))) return;
    const kept = { uid, ...verified, verifiedAt: new Date(nowMs) };
    if (stored === undefined) tx.create(doc, kept);
    else if (stored.sequence < verified.sequence) tx.merge(doc, kept);
  });
}

/** Whether the ledger is still there and goes on from that; it may have got another name, and the uid another player. */
async function isTheirs(tx: Tx, uid: string, { sequence, hash }: Verified): Promise<boolean> {
  const wallet = await tx.get(walletDoc(uid));
  const isLeft = (await tx.get(leftDoc(uid)))?.isTakenOver !== false;
  if (wallet === undefined || isLeft || wallet.version < sequence) return false;
  return wallet.version > sequence || wallet.headHash === hash;
}
