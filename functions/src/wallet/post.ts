import { invariant } from '../kernel/assert.ts';
import { accept, Refused } from '../kernel/decision.ts';
import { NO_DEBTS, ZERO_BALANCES } from '../kernel/money.ts';
import type { PostingKind } from '../kernel/posting.ts';
import { utcDay } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { debtPaid, walletErrors } from './contract.ts';
import { movedIn } from './movedRules.ts';
import {
  genesisHash,
  isNearPage,
  nextPosting,
  type Posting,
  type PostingDraft,
  paymentLegs,
  type Wallet,
} from './rules.ts';
import { pageDoc, walletDoc } from './store.ts';

/**
 * The one way to change a balance. A posting and the balance that it explains are staged in the same transaction, on the
 * player's wallet and on a journal page; whatever else a use case writes to those two documents shares their writes.
 */
export interface PostOptions {
  /** The journal page's UTC day; today's where the posting belongs to no other day. */
  readonly day?: string;
  /** Refuses with `wallet/version-conflict` where the wallet has moved on. */
  readonly expectedVersion?: number | null | undefined;
}

/** A posting of a kind that its domain has declared, with words for whoever reads it. */
export type PostingRequest = Omit<PostingDraft, 'type'> & { readonly kind: PostingKind };

/** The wallet after it, and after what of it has paid a debt. */
export interface Posted {
  readonly wallet: Wallet;
  readonly posting: Posting;
}

/** Every batch of a day reads and rewrites its page, and a document may have 1 MiB: postings move to an archive long before. */
const PAGE_POSTING_BYTES = 60_000;

export async function post(tx: Tx, uid: string, asked: PostingRequest, options: PostOptions = {}): Promise<Posted> {
  const { kind, ...draft } = asked;
  const day = options.day ?? utcDay(draft.postedAtMs);
  requireNearPage(day, draft.postedAtMs);
  await tx.load([walletDoc(uid), pageDoc(uid, day)]);
  const wallet = await tx.get(walletDoc(uid));
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { expectedVersion } = options;
  if (expectedVersion !== undefined && expectedVersion !== null && expectedVersion !== wallet.version) {
    throw new Refused(walletErrors['version-conflict'], { version: wallet.version });
  }
  const next = await append(tx, uid, day, wallet, { ...draft, type: kind.type });
  return { posting: next.posting, wallet: await payDebt(tx, uid, day, next.wallet, draft) };
}

/** Whatever comes in pays what is owed first, as a posting of its own on the same page. */
async function payDebt(
  tx: Tx,
  uid: string,
  day: string,
  wallet: Wallet,
  { postedAtMs, reference, actor, correlationId, configVersion, details: { auditId } }: Omit<PostingDraft, 'type'>,
): Promise<Wallet> {
  const legs = paymentLegs(wallet);
  if (legs.length === 0) return wallet;
  const cause = { postedAtMs, reference, actor, correlationId, configVersion };
  const details: PostingDraft['details'] = auditId === undefined ? {} : { auditId };
  return (await append(tx, uid, day, wallet, { ...cause, type: debtPaid.type, legs, details })).wallet;
}

async function append(tx: Tx, uid: string, day: string, wallet: Wallet, draft: PostingDraft): Promise<Posted> {
  const next = accept(nextPosting(wallet, draft, sha256Hex));
  tx.merge(walletDoc(uid), { ...next.wallet, movedIn: movedIn(uid, draft.postedAtMs, sha256Hex) });
  await appendToPage(tx, uid, day, next.posting);
  return next;
}

/** Whoever reads a ledger by time looks for a posting on the pages of these days only. */
function requireNearPage(day: string, postedAtMs: number): void {
  invariant(isNearPage(day, postedAtMs), `a posting of ${utcDay(postedAtMs)} does not belong on the page of ${day}`);
}

async function appendToPage(tx: Tx, uid: string, date: string, posting: Posting): Promise<void> {
  const doc = pageDoc(uid, date);
  const page = await tx.get(doc);
  const earlier = page?.postings ?? [];
  const archives = page?.archives ?? 0;
  if (JSON.stringify(earlier).length < PAGE_POSTING_BYTES) {
    tx.merge(doc, { uid, date, postings: [...earlier, posting], archives });
    return;
  }
  tx.create(pageDoc(uid, date, archives + 1), { uid, date, postings: earlier });
  tx.merge(doc, { uid, date, postings: [posting], archives: archives + 1 });
}

/** The fields with which a new player's wallet starts: nothing of anything, at version 0. */
export function openWallet(tx: Tx, uid: string): Wallet {
  const wallet = { balances: ZERO_BALANCES, debt: NO_DEBTS, version: 0, headHash: genesisHash(uid, sha256Hex) };
  tx.create(walletDoc(uid), wallet);
  return wallet;
}

export async function getWallet(tx: Tx, uid: string): Promise<Wallet | undefined> {
  return tx.get(walletDoc(uid));
}
