import assert from 'node:assert/strict';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { type Ledger, openLedger } from './ledgers.ts';

describe('a posting', () => {
  let ledger: Ledger;

  beforeEach(async () => {
    ({ ledger } = await openLedger());
  });

  it('is made where the caller expects the version that the wallet has', async () => {
    await ledger.credit([5], { expectedVersion: 0 });
    await ledger.credit([5], { expectedVersion: 1 });
    assert.deepEqual(await ledger.coins(), { available: 10, locked: 0 });
  });

  it('that expects another version is refused with the current one, and the ledger stays byte for byte', async () => {
    await ledger.credit([5, 6, 7]);
    const before = await ledger.bytes();
    for (const expectedVersion of [0, 2, 4]) {
      await assert.rejects(ledger.credit([1], { expectedVersion }), (error) => {
        assert.ok(error instanceof Refused);
        assert.deepEqual([error.error.code, error.facts], ['wallet/version-conflict', { version: 3 }]);
        return true;
      });
    }
    assert.equal(await ledger.bytes(), before);
  });

  it('that is refused takes everything that its transaction staged with it', async () => {
    await ledger.credit([5]);
    const before = await ledger.bytes();
    await assert.rejects(ledger.credit([1, 2, -9]), Refused);
    assert.equal(await ledger.bytes(), before);
  });

  it('of two callers that expect the same version is made for one', async () => {
    const attempts = [1, 2, 3, 4].map((amount) => ledger.credit([amount], { expectedVersion: 0 }));
    const outcomes = await Promise.allSettled(attempts);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await ledger.document('')).version, 1);
    assert.deepEqual((await verifyUser(ledger.uid)).discrepancies, []);
  });

  it('moves a full page into an archive, and the chain runs through all of them', async () => {
    const note = 'x'.repeat(1_000);
    const fifty = Array.from({ length: 50 }, () => 1);
    for (const day of ['2026-03-04', '2026-03-02', '2026-03-04', '2026-03-03', '2026-03-04']) {
      await ledger.credit(fifty, { day, note });
    }
    const pages = await ledger.pages();
    assert.deepEqual(
      pages.map(({ id }) => id),
      ['2026-03-02', '2026-03-02-2', '2026-03-03', '2026-03-03-2', ...archivesOf('2026-03-04', 5)],
    );
    for (const { postings } of pages) assert.ok(JSON.stringify(postings).length < 64_000);
    const { discrepancies, postings } = await verifyUser(ledger.uid);
    assert.deepEqual([discrepancies, postings], [[], 250]);
  });
});

function archivesOf(day: string, count: number): string[] {
  return [day, ...Array.from({ length: count - 1 }, (_, index) => `${day}-${index + 2}`)];
}
