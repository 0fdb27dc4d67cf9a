import { invariant } from '../kernel/assert.ts';
import { accept, Refused } from '../kernel/decision.ts';
import { ZERO_BALANCES } from '../kernel/money.ts';
import { utcDay } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { walletErrors } from './contract.ts';
import { genesisHash, nextPosting, type Posting, type PostingDraft, type Wallet } from './rules.ts';
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

export interface Posted {
  readonly wallet: Wallet;
  readonly posting: Posting;
}

/** Every batch of a day reads and rewrites its page, and a document may have 1 MiB: postings move to an archive long before. */
const PAGE_POSTING_BYTES = 60_000;

export async function post(tx: Tx, uid: string, draft: PostingDraft, options: PostOptions = {}): Promise<Posted> {
  const day = options.day ?? utcDay(draft.postedAtMs);
  await tx.load([walletDoc(uid), pageDoc(uid, day)]);
  const wallet = await tx.get(walletDoc(uid));
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { expectedVersion } = options;
  if (expectedVersion !== undefined && expectedVersion !== null && expectedVersion !== wallet.version) {
    throw new Refused(walletErrors['version-conflict'], { version: wallet.version });
  }
  const next = accept(nextPosting(wallet, draft, sha256Hex));
  tx.merge(walletDoc(uid), { ...next.wallet });
  await appendToPage(tx, uid, day, next.posting);
  return next;
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
  const wallet = { balances: ZERO_BALANCES, version: 0, headHash: genesisHash(uid, sha256Hex) };
  tx.create(walletDoc(uid), wallet);
  return wallet;
}

export async function getWallet(tx: Tx, uid: string): Promise<Wallet | undefined> {
  return tx.get(walletDoc(uid));
}
