import type { Currency } from '../../functions/src/kernel/money.ts';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import { type Audit, LedgerAudit } from '../../functions/src/wallet/auditRules.ts';
import { type Posting, postingHash, type Wallet } from '../../functions/src/wallet/rules.ts';
import { type History, type Page, pagesOf } from './ledgerHistory.ts';

/** A stored ledger as verification meets it, and ways to corrupt it. */
export interface Ledger {
  readonly uid: string;
  readonly pages: readonly Page[];
  readonly wallet: Wallet;
  readonly holds: readonly { readonly currency: Currency; readonly amount: number }[];
}

export function auditOf(ledger: Ledger): Audit {
  const audit = new LedgerAudit(ledger.uid, sha256Hex);
  const { pages, wallet, holds } = ledger;
  for (const page of pages) for (const posting of page.postings) audit.addPosting(posting, page.id);
  for (const hold of holds) audit.addOpenHold(hold.currency, hold.amount);
  return audit.finish(wallet);
}

/** Each finding as `kind`, or `kind@sequence` where it names a posting. */
export function named({ discrepancies }: Audit): string[] {
  return discrepancies.map(({ kind, sequence }) => (sequence === null ? kind : `${kind}@${sequence}`));
}

export function ledgerOf(its: History, size: number): Ledger {
  return { uid: its.uid, pages: pagesOf(its, size), wallet: its.wallet, holds: its.holds };
}

/** The ledger with one posting changed, or dropped where `change` answers nothing. */
export function withPosting(ledger: Ledger, sequence: number, change: (posting: Posting) => Posting[]): Ledger {
  const changed = (posting: Posting) => (posting.sequence === sequence ? change(posting) : [posting]);
  return { ...ledger, pages: ledger.pages.map(({ id, postings }) => ({ id, postings: postings.flatMap(changed) })) };
}

export function sealed(posting: Posting): Posting {
  return { ...posting, hash: postingHash(posting, sha256Hex) };
}
