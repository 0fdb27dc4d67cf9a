import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import type { Discrepancy } from '../../../functions/src/wallet/auditFindings.ts';
import { discrepanciesOf } from '../../../functions/src/wallet/discrepancies.ts';
import { type UidRange, type VerifySummary, verifyLedger } from '../../../functions/src/wallet/verifyLedger.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { eraseLedgers, type Ledger, openLedger } from './ledgers.ts';

const DAY = '2026-03-04';

/** Verifies the users of one test, and answers what was found beside the summary. */
async function verify(range: UidRange): Promise<{ summary: VerifySummary; found: Discrepancy[] }> {
  const found: Discrepancy[] = [];
  const summary = await verifyLedger({ nowMs: Date.now(), range, notify: (one) => void found.push(one) });
  assert.equal(summary.discrepancies, found.length);
  return { summary, found };
}

/** `kind@posting where`, in an order of their own. */
function named(found: readonly Discrepancy[]): string[] {
  return found.map(({ kind, sequence, where }) => `${kind}${sequence === null ? '' : `@${sequence}`} ${where}`).sort();
}

describe('verifyLedger', () => {
  let ledger: Ledger;
  let range: UidRange;

  beforeEach(async () => {
    ({ ledger, range } = await openLedger());
    await ledger.credit([10, 20, 30, -5]);
    await ledger.hold(15);
  });

  afterEach(() => eraseLedgers([ledger]));

  it('finds nothing in a sound ledger, and says where all money stands', async () => {
    const { summary, found } = await verify(range);
    assert.deepEqual(found, []);
    assert.deepEqual([summary.status, summary.users, summary.postings], ['finished', 1, 5]);
    const { available, locked, rewards, house } = summary.totals;
    assert.deepEqual([available?.coins, locked?.coins, rewards?.coins, house?.coins], ['40', '15', '-55', '0']);
  });

  const corruptions: [string, () => Promise<void>, string[]][] = [
    [
      'a stored balance',
      () => ledger.corrupt('', { 'balances.coins.available': 41 }),
      ['totals-unbalanced coins', 'wallet-balance coins.available'],
    ],
    [
      'a stored balance below zero',
      () => ledger.corrupt('', { 'balances.gems.available': -1 }),
      ['balance-negative wallet.gems.available', 'totals-unbalanced gems', 'wallet-balance gems.available'],
    ],
    ['the version', () => ledger.corrupt('', { version: 4 }), ['wallet-version version']],
    ['the head of the chain', () => ledger.corrupt('', { headHash: 'f'.repeat(64) }), ['wallet-head headHash']],
    [
      'a wallet that cannot be read',
      () => ledger.corrupt('', { balances: 'much' }),
      ['totals-unbalanced coins', 'wallet-malformed users'],
    ],
    [
      'a leg',
      () =>
        ledger.corruptPostings(DAY, (one) => {
          if (one.sequence === 2) one.legs[1].amount = -2;
          return [one];
        }),
      ['hash-mismatch@2 hash', 'legs-unbalanced@2 coins', 'totals-unbalanced coins'],
    ],
    [
      'a link of the chain',
      () => ledger.corruptPostings(DAY, (one) => [one.sequence === 3 ? { ...one, previousHash: 'f'.repeat(64) } : one]),
      ['chain-broken@3 previousHash', 'hash-mismatch@3 hash'],
    ],
    [
      'a dropped posting',
      () => ledger.corruptPostings(DAY, (one) => (one.sequence === 2 ? [] : [one])),
      ['posting-missing@2 days', 'totals-unbalanced coins'],
    ],
    [
      'a dropped newest posting',
      () => ledger.corruptPostings(DAY, (one) => (one.sequence === 5 ? [] : [one])),
      [
        'posting-missing@5 days',
        'wallet-balance coins.available',
        'wallet-balance coins.locked',
        'wallet-head headHash',
        'wallet-version version',
      ],
    ],
    [
      'a posting of no known shape',
      () => ledger.corruptPostings(DAY, (one) => [one.sequence === 5 ? { sequence: 5, legs: 'none' } : one]),
      [`posting-malformed@5 ${DAY}[4]`],
    ],
    [
      'postings that are no postings at all',
      () => ledger.corruptPostings(DAY, (one) => (one.sequence === 1 ? [null, 7, one] : [one])),
      [`posting-malformed ${DAY}[0]`, `posting-malformed ${DAY}[1]`],
    ],
  ];
  for (const [name, corrupt, expected] of corruptions) {
    it(`finds and names ${name}`, async () => {
      await corrupt();
      const { found } = await verify(range);
      assert.deepEqual(named(found), expected);
      for (const { uid, kind } of found) assert.equal(uid, kind === 'totals-unbalanced' ? null : ledger.uid);
    });
  }

  it('finds and names a hold that was tampered with', async () => {
    const holdId = await ledger.hold(5);
    await ledger.corrupt(`/holds/${holdId}`, { amount: 6 });
    assert.deepEqual(named((await verify(range)).found), ['holds-mismatch coins']);
    await ledger.corrupt(`/holds/${holdId}`, { amount: 'six' });
    assert.deepEqual(named((await verify(range)).found), [`hold-malformed ${holdId}`, 'holds-mismatch coins']);
  });

  it('finds a page that is no page, and a posting that was copied to another', async () => {
    const { postings } = await ledger.document(`/days/${DAY}`);
    const days = (await adminFirestore()).collection(`users/${ledger.uid}/days`);
    await days.doc('2026-03-05').set({ postings: [postings[1]] });
    await days.doc('2026-03-06').set({ postings: 'many' });
    assert.deepEqual(named((await verify(range)).found), [
      'page-malformed 2026-03-06',
      'posting-repeated@2 2026-03-05[0]',
    ]);
  });

  it('finds a wallet that was deleted after its user was listed, but not a user who is gone with everything', async () => {
    const { ledger: gone } = await openLedger();
    const database = await adminFirestore();
    await database.doc(`users/${gone.uid}`).delete();
    assert.deepEqual(await verifyUser(gone.uid).then(({ discrepancies }) => discrepancies), []);
    await database.doc(`users/${ledger.uid}`).delete();
    assert.deepEqual(named((await verifyUser(ledger.uid)).discrepancies), ['wallet-missing users']);
  });

  it('takes a ledger that cannot be read for a discrepancy, so that it cannot hide those behind it', async () => {
    const { discrepancies } = await verifyUser('a/b');
    assert.deepEqual(named(discrepancies), ['user-unverifiable ledger']);
  });

  it('keeps each discrepancy once, however often it is found, with when it was first and last seen', async () => {
    await ledger.corrupt('', { version: 9 });
    const { summary: first } = await verify(range);
    const { summary: second } = await verify(range);
    const kept = (await adminFirestore()).collection('ledgerDiscrepancies').where('uid', '==', ledger.uid);
    const { docs } = await kept.get();
    assert.deepEqual(docs.map((one) => one.get('kind')).sort(), ['posting-missing', 'wallet-version']);
    for (const one of docs) {
      assert.equal(one.get('firstSeenAt').toMillis(), first.startedAtMs);
      assert.equal(one.get('lastSeenAt').toMillis(), second.startedAtMs);
    }
    const listed: Discrepancy[] = [];
    for await (const one of discrepanciesOf(second.startedAtMs)) if (one.uid === ledger.uid) listed.push(one);
    assert.deepEqual(named(listed), ['posting-missing@6 days', 'wallet-version version']);
  });
});
