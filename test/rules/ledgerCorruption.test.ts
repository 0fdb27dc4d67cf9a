import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_DEBTS } from '../../functions/src/kernel/money.ts';
import type { DiscrepancyKind } from '../../functions/src/wallet/auditFindings.ts';
import { surplus } from '../../functions/src/wallet/auditTotals.ts';
import type { Posting } from '../../functions/src/wallet/rules.ts';
import { auditOf, ledgerOf, named, sealed, withPosting } from './ledgerAudits.ts';
import { commands, credit, play } from './ledgerHistory.ts';

const uid = 'somebody';
const longHistory = commands.map((given) => play(uid, given)).filter(({ postings }) => postings.length >= 3);
const pageSize = fc.integer({ min: 1, max: 12 });

describe('a corrupted posting', () => {
  /** What is done to a posting, sealed anew or not, and the findings that must name it. */
  const corruptions: [string, (posting: Posting) => Posting, DiscrepancyKind[]][] = [
    ['a detail', (one) => ({ ...one, details: { count: 3 } }), ['hash-mismatch']],
    ['a leg that no longer balances', addToLeg, ['hash-mismatch', 'legs-unbalanced']],
    ['a leg, sealed anew', (one) => sealed(addToLeg(one)), ['legs-unbalanced']],
    ['a lost leg, sealed anew', (one) => sealed({ ...one, legs: one.legs.slice(1) }), ['legs-unbalanced']],
    ['both legs alike, sealed anew', (one) => sealed(scaled(one)), ['after-mismatch']],
    ['the balance before, sealed anew', (one) => sealed({ ...one, before: enriched(one.before) }), ['before-mismatch']],
    ['the balance after, sealed anew', (one) => sealed({ ...one, after: enriched(one.after) }), ['after-mismatch']],
    ['a negative balance', (one) => ({ ...one, after: impoverished(one.after) }), ['balance-negative']],
    ['the debt before, sealed anew', (one) => sealed(owing(one, 'before')), ['before-mismatch', 'after-mismatch']],
    ['the debt after, sealed anew', (one) => sealed(owing(one, 'after')), ['after-mismatch']],
    ['a debt', (one) => owing(one, 'after'), ['hash-mismatch', 'after-mismatch']],
    ['the link', (one) => ({ ...one, previousHash: 'f'.repeat(64) }), ['hash-mismatch', 'chain-broken']],
    ['the link, sealed anew', (one) => sealed({ ...one, previousHash: 'f'.repeat(64) }), ['chain-broken']],
    ['the hash', (one) => ({ ...one, hash: '0'.repeat(64) }), ['hash-mismatch']],
  ];
  for (const [name, corrupt, kinds] of corruptions) {
    it(`names the posting in which ${name} was corrupted`, () => {
      fc.assert(
        fc.property(longHistory, pageSize, fc.nat(), (its, size, which) => {
          const sequence = 1 + (which % its.postings.length);
          const found = named(auditOf(withPosting(ledgerOf(its, size), sequence, (one) => [corrupt(one)])));
          for (const kind of kinds)
            assert.ok(found.includes(`${kind}@${sequence}`), `${kind}@${sequence} not in ${found}`);
        }),
      );
    });
  }

  it('cannot be passed by a posting that was rewritten and sealed anew: the one after it or the wallet tells', () => {
    fc.assert(
      fc.property(longHistory, pageSize, fc.nat(), (its, size, which) => {
        const sequence = 1 + (which % its.postings.length);
        const rewritten = (one: Posting) => [sealed({ ...one, reference: 'another' })];
        const found = named(auditOf(withPosting(ledgerOf(its, size), sequence, rewritten)));
        assert.deepEqual(found, [sequence === its.postings.length ? 'wallet-head' : `chain-broken@${sequence + 1}`]);
      }),
    );
  });

  it('names a posting that was dropped, wherever it stood', () => {
    fc.assert(
      fc.property(longHistory, pageSize, fc.nat(), (its, size, which) => {
        const sequence = 1 + (which % its.postings.length);
        const found = named(auditOf(withPosting(ledgerOf(its, size), sequence, () => [])));
        const newest = sequence === its.postings.length;
        assert.equal(found[0], `posting-missing@${sequence}`);
        assert.equal(newest ? found.includes('wallet-version') : found.length === 1, true, `${found}`);
      }),
    );
  });

  it('names a run of dropped postings once, with its ends', () => {
    const its = play(
      uid,
      Array.from({ length: 9 }, () => credit(10)),
    );
    const pages = [{ id: 'all', postings: its.postings.filter(({ sequence }) => sequence < 4 || sequence > 6) }];
    const { discrepancies } = auditOf({ ...ledgerOf(its, 1), pages });
    const where = { uid, kind: 'posting-missing', where: 'days' };
    assert.deepEqual(discrepancies, [{ ...where, sequence: 4, expected: 'postings 4 to 6', actual: 'none' }]);
  });

  it('names a posting that stands on two pages, and counts it once', () => {
    fc.assert(
      fc.property(longHistory, pageSize, fc.nat(), (its, size, which) => {
        const sequence = 1 + (which % its.postings.length);
        const audit = auditOf(withPosting(ledgerOf(its, size), sequence, (one) => [one, one]));
        assert.deepEqual(named(audit), [`posting-repeated@${sequence}`]);
        assert.deepEqual(surplus(audit.totals), { coins: 0n, gems: 0n, points: 0n, eth: 0n });
      }),
    );
  });
});

function addToLeg(posting: Posting): Posting {
  const [first, ...others] = posting.legs;
  return first === undefined ? posting : { ...posting, legs: [{ ...first, amount: first.amount + 1 }, ...others] };
}

function scaled(posting: Posting): Posting {
  return { ...posting, legs: posting.legs.map((leg) => ({ ...leg, amount: leg.amount * 2 })) };
}

function enriched(balances: Posting['after']): Posting['after'] {
  return { ...balances, points: { ...balances.points, available: balances.points.available + 7 } };
}

function owing(posting: Posting, when: 'before' | 'after'): Posting {
  const { before, after } = posting.debt ?? { before: NO_DEBTS, after: NO_DEBTS };
  const debt = { before, after };
  return { ...posting, debt: { ...debt, [when]: { ...debt[when], points: debt[when].points + 7 } } };
}

function impoverished(balances: Posting['after']): Posting['after'] {
  return { ...balances, points: { ...balances.points, locked: -1 } };
}
