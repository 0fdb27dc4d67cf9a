import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { expireHold, expireHolds } from '../../../functions/src/wallet/expireHolds.ts';
import { capture } from '../../../functions/src/wallet/hold.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { cause, eraseLedgers, type Ledger, openLedger, openLedgers } from './ledgers.ts';

/** Long before any other test's holds expire, so that these runs meet only those of this file. */
const DUE_MS = Date.UTC(2001, 0, 1);

describe('expireHolds', () => {
  let ledger: Ledger;

  const captureInTime = (holdId: string) =>
    transact((tx) => capture(tx, { uid: ledger.uid, holdId, to: 'shop' }, { ...cause, postedAtMs: DUE_MS - 2 }));

  beforeEach(async () => {
    ({ ledger } = await openLedger());
    await ledger.credit([100]);
  });

  it('gives back an expired hold, explained by a posting of its own', async () => {
    const holdId = await ledger.hold(30, DUE_MS);
    await expireHolds(DUE_MS);
    assert.equal(await ledger.holdStatus(holdId), 'released');
    assert.deepEqual(await ledger.coins(), { available: 100, locked: 0 });
    const posting = (await ledger.document('/days/2001-01-01')).postings[0];
    assert.deepEqual([posting.type, posting.actor, posting.reference], ['hold.release', 'system:expireHolds', holdId]);
    assert.deepEqual((await verifyUser(ledger.uid)).discrepancies, []);
  });

  it('leaves a hold alone until it expires, one without an end, and one that was captured', async () => {
    const later = await ledger.hold(30, DUE_MS + 1);
    const endless = await ledger.hold(30, null);
    const captured = await ledger.hold(20, DUE_MS - 1);
    await captureInTime(captured);
    const before = await ledger.bytes();
    await expireHolds(DUE_MS);
    assert.equal(await ledger.bytes(), before);
    await expireHolds(DUE_MS + 1);
    assert.equal(await ledger.holdStatus(later), 'released');
    assert.equal(await ledger.holdStatus(endless), 'held');
  });

  it('releases each hold once, also when runs overlap', async () => {
    const holds = [await ledger.hold(10, DUE_MS), await ledger.hold(10, DUE_MS)];
    await Promise.all([expireHolds(DUE_MS), expireHolds(DUE_MS)]);
    await expireHolds(DUE_MS);
    for (const holdId of holds) assert.equal(await ledger.holdStatus(holdId), 'released');
    assert.deepEqual(await ledger.coins(), { available: 100, locked: 0 });
    assert.equal((await ledger.document('')).version, 5);
  });

  it('looks at the hold again before it releases it', async () => {
    const path = (holdId: string) => `users/${ledger.uid}/holds/${holdId}`;
    const atDue = { ...cause, postedAtMs: DUE_MS };
    const later = await ledger.hold(30, DUE_MS + 1);
    assert.equal(await expireHold(path(later), atDue), 'resolved');
    const captured = await ledger.hold(20, DUE_MS);
    await captureInTime(captured);
    assert.equal(await expireHold(path(captured), atDue), 'resolved');
    assert.deepEqual(await ledger.coins(), { available: 50, locked: 30 });
  });

  it('goes on page by page until all that is due is released', async () => {
    const { ledgers } = await openLedgers(5);
    for (const one of ledgers) await (await one.credit([10])).hold(10, DUE_MS);
    const summary = await expireHolds(DUE_MS, 2);
    assert.deepEqual([summary.complete, summary.failed], [true, 0]);
    for (const one of ledgers) assert.deepEqual(await one.coins(), { available: 10, locked: 0 });
  });

  it('passes over a hold whose wallet is gone, and still releases those behind it', async () => {
    const { ledgers } = await openLedgers(1);
    const [gone] = ledgers;
    assert.ok(gone);
    const orphan = await (await gone.credit([10])).hold(10, DUE_MS - 1);
    const holdId = await ledger.hold(30, DUE_MS);
    const database = await adminFirestore();
    await database.doc(`users/${gone.uid}`).delete();
    const summary = await expireHolds(DUE_MS, 1);
    assert.deepEqual([summary.orphaned >= 1, summary.complete], [true, true]);
    assert.equal(await ledger.holdStatus(holdId), 'released');
    assert.equal(await gone.holdStatus(orphan), 'held');
    await eraseLedgers([gone]);
  });
});
