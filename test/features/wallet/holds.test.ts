import assert from 'node:assert/strict';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { capture, release } from '../../../functions/src/wallet/hold.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { cause, type Ledger, openLedger, POSTED_MS } from './ledgers.ts';

function captureOf({ uid }: Ledger, holdId: string, amount?: number): Promise<unknown> {
  const part = amount === undefined ? {} : { amount };
  return transact((tx) => capture(tx, { uid, holdId, to: 'payouts', ...part }, cause));
}

function releaseOf({ uid }: Ledger, holdId: string): Promise<unknown> {
  return transact((tx) => release(tx, { uid, holdId }, cause));
}

async function refusedWith(code: string, ledger: Ledger, attempt: () => Promise<unknown>): Promise<void> {
  const before = await ledger.bytes();
  await assert.rejects(attempt, (error) => error instanceof Refused && error.error.code === code);
  assert.equal(await ledger.bytes(), before);
}

describe('a hold', () => {
  let ledger: Ledger;

  beforeEach(async () => {
    ({ ledger } = await openLedger());
    await ledger.credit([100]);
  });

  afterEach(async () => {
    assert.deepEqual((await verifyUser(ledger.uid)).discrepancies, []);
  });

  it('moves its amount from available to locked', async () => {
    await ledger.hold(30);
    assert.deepEqual(await ledger.coins(), { available: 70, locked: 30 });
  });

  it('that nothing covers is refused and changes nothing', async () => {
    await refusedWith('wallet/insufficient-balance', ledger, () => ledger.hold(101));
  });

  it('leaves the player for good when it is captured whole', async () => {
    const holdId = await ledger.hold(30);
    await captureOf(ledger, holdId);
    assert.deepEqual(await ledger.coins(), { available: 70, locked: 0 });
    const { status, captured } = await ledger.document(`/holds/${holdId}`);
    assert.deepEqual([status, captured], ['captured', 30]);
  });

  it('gives back what a capture in part leaves', async () => {
    const holdId = await ledger.hold(30);
    await captureOf(ledger, holdId, 12);
    assert.deepEqual(await ledger.coins(), { available: 88, locked: 0 });
    assert.equal((await ledger.document(`/holds/${holdId}`)).captured, 12);
  });

  it('gives all of it back when it is released', async () => {
    const holdId = await ledger.hold(30);
    await releaseOf(ledger, holdId);
    assert.deepEqual(await ledger.coins(), { available: 100, locked: 0 });
    assert.equal(await ledger.holdStatus(holdId), 'released');
  });

  it('is resolved at most once', async () => {
    const captured = await ledger.hold(30);
    await captureOf(ledger, captured);
    const released = await ledger.hold(30);
    await releaseOf(ledger, released);
    for (const holdId of [captured, released]) {
      await refusedWith('wallet/hold-resolved', ledger, () => captureOf(ledger, holdId));
      await refusedWith('wallet/hold-resolved', ledger, () => releaseOf(ledger, holdId));
    }
  });

  it('gives no more than was held', async () => {
    const holdId = await ledger.hold(30);
    for (const amount of [31, 0, -1]) {
      await refusedWith('wallet/capture-too-large', ledger, () => captureOf(ledger, holdId, amount));
    }
  });

  it('that has expired cannot be captured, whether or not the sweep has been there, and can still be released', async () => {
    for (const expiresAtMs of [POSTED_MS, POSTED_MS - HOUR_MS]) {
      const holdId = await ledger.hold(30, expiresAtMs);
      for (const amount of [undefined, 12, 31]) {
        await refusedWith('wallet/hold-expired', ledger, () => captureOf(ledger, holdId, amount));
      }
      await releaseOf(ledger, holdId);
      await refusedWith('wallet/hold-resolved', ledger, () => captureOf(ledger, holdId));
      assert.deepEqual(await ledger.coins(), { available: 100, locked: 0 });
    }
  });

  it('is captured up to the last millisecond before it expires, and whenever it has no end', async () => {
    for (const expiresAtMs of [POSTED_MS + 1, null]) await captureOf(ledger, await ledger.hold(30, expiresAtMs));
    assert.deepEqual(await ledger.coins(), { available: 40, locked: 0 });
  });

  it('that was never made is refused', async () => {
    await refusedWith('wallet/unknown-hold', ledger, () => captureOf(ledger, 'none'));
    await refusedWith('wallet/unknown-hold', ledger, () => releaseOf(ledger, 'none'));
  });

  it('that several capture and release at once is resolved by exactly one of them', async () => {
    const holdId = await ledger.hold(30);
    const attempts = [0, 1, 2].flatMap(() => [captureOf(ledger, holdId), releaseOf(ledger, holdId)]);
    const outcomes = await Promise.allSettled(attempts);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const { available, locked } = await ledger.coins();
    assert.equal(locked, 0);
    assert.equal(available, (await ledger.holdStatus(holdId)) === 'captured' ? 70 : 100);
    assert.equal((await ledger.document('')).version, 3);
  });
});
