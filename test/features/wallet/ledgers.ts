import { randomUUID } from 'node:crypto';
import { defineHold, definePosting } from '../../../functions/src/kernel/posting.ts';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { type Cause, hold } from '../../../functions/src/wallet/hold.ts';
import { openWallet, post } from '../../../functions/src/wallet/post.ts';
import { transferLegs } from '../../../functions/src/wallet/rules.ts';
import type { UidRange } from '../../../functions/src/wallet/verifyLedger.ts';

/** Wallets of a test's own, under ids that only this test has, and their ledgers as they are stored. */
export const POSTED_MS = Date.UTC(2026, 2, 4, 12);

export const cause: Cause = {
  postedAtMs: POSTED_MS,
  actor: 'system:test',
  correlationId: 'test',
  configVersion: 1,
};

const credited = definePosting({ type: 'test.credit', text: 'Credited by a test' });
const held = defineHold('test', { held: 'Set aside', captured: 'Taken', released: 'Given back' });

/** Opens `count` wallets whose ids are neighbours, so that a range holds exactly them. */
export async function openLedgers(count: number): Promise<{ ledgers: Ledger[]; range: UidRange }> {
  const prefix = `ledger-${randomUUID()}`;
  const ledgers = Array.from(
    { length: count },
    (_, index) => new Ledger(`${prefix}-${String(index).padStart(4, '0')}`),
  );
  for (const { uid } of ledgers) await transact(async (tx) => openWallet(tx, uid));
  return { ledgers, range: { firstUid: `${prefix}-`, lastUid: `${prefix}-~` } };
}

export async function openLedger(): Promise<{ ledger: Ledger; range: UidRange }> {
  const { ledgers, range } = await openLedgers(1);
  const [ledger] = ledgers;
  if (ledger === undefined) throw new Error('no ledger was opened');
  return { ledger, range };
}

/** Takes wallets that a test has broken out of the way of others that look at all users. */
export async function eraseLedgers(ledgers: readonly Ledger[]): Promise<void> {
  const database = await adminFirestore();
  for (const { uid } of ledgers) {
    await database.recursiveDelete(database.doc(`users/${uid}`));
    const found = await database.collection('ledgerDiscrepancies').where('uid', '==', uid).get();
    for (const one of found.docs) await one.ref.delete();
  }
}

interface CreditOptions {
  /** The page's day, if it is not the posting's. */
  readonly day?: string;
  readonly postedAtMs?: number;
  readonly expectedVersion?: number;
  readonly note?: string;
}

export class Ledger {
  readonly uid: string;

  constructor(uid: string) {
    this.uid = uid;
  }

  /** Credits one posting for each amount, all in one transaction. */
  async credit(amounts: readonly number[], options: CreditOptions = {}) {
    const { note = 'a test', postedAtMs = POSTED_MS, ...placed } = options;
    await transact(async (tx) => {
      for (const amount of amounts) {
        const legs = transferLegs('rewards', 'coins', amount);
        await post(
          tx,
          this.uid,
          { ...cause, postedAtMs, kind: credited, legs, reference: 'test', details: { note } },
          placed,
        );
      }
    });
    return this;
  }

  async hold(amount: number, expiresAtMs: number | null = POSTED_MS + HOUR_MS): Promise<string> {
    const holdId = randomUUID();
    const request = { uid: this.uid, holdId, currency: 'coins', amount, kind: held, expiresAtMs } as const;
    await transact((tx) => hold(tx, request, cause));
    return holdId;
  }

  async coins(): Promise<{ available: number; locked: number }> {
    return (await this.document('')).balances.coins;
  }

  async holdStatus(holdId: string): Promise<string> {
    return (await this.document(`/holds/${holdId}`)).status;
  }

  /** A document beneath `users/{uid}`, as it is stored. */
  async document(path: string): Promise<Record<string, any>> {
    const snapshot = await (await adminFirestore()).doc(`users/${this.uid}${path}`).get();
    return snapshot.data() ?? {};
  }

  /** Changes a document behind the ledger's back. */
  async corrupt(path: string, change: Record<string, unknown>): Promise<void> {
    await (await adminFirestore()).doc(`users/${this.uid}${path}`).update(change);
  }

  /** Changes the postings of a page behind the ledger's back; `change` answers what takes a posting's place. */
  async corruptPostings(date: string, change: (posting: Record<string, any>) => unknown[]): Promise<void> {
    const { postings } = await this.document(`/days/${date}`);
    await this.corrupt(`/days/${date}`, { postings: postings.flatMap(change) });
  }

  async pages(): Promise<{ id: string; postings: Record<string, any>[] }[]> {
    const pages = await (await adminFirestore()).collection(`users/${this.uid}/days`).get();
    return pages.docs.map((page) => ({ id: page.id, postings: page.get('postings') }));
  }

  /** Every document of this ledger as text, for "byte for byte as it was". */
  async bytes(): Promise<string> {
    const holds = await (await adminFirestore()).collection(`users/${this.uid}/holds`).get();
    const stored = [await this.document(''), await this.pages(), holds.docs.map((one) => one.data())];
    return JSON.stringify(stored);
  }
}
