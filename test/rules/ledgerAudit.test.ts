import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CURRENCIES, NO_DEBTS } from '../../functions/src/kernel/money.ts';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import { LedgerAudit } from '../../functions/src/wallet/auditRules.ts';
import { surplus } from '../../functions/src/wallet/auditTotals.ts';
import { transferLegs } from '../../functions/src/wallet/rules.ts';
import { auditOf, ledgerOf, named, sealed, withPosting } from './ledgerAudits.ts';
import { commands, credit, play } from './ledgerHistory.ts';

const uid = 'somebody';
const history = commands.map((given) => play(uid, given));
const pageSize = fc.integer({ min: 1, max: 12 });

describe('the audit of a ledger', () => {
  it('accepts every history that the rules can make, however its pages interleave', () => {
    fc.assert(
      fc.property(history, pageSize, (its, size) => {
        const audit = auditOf(ledgerOf(its, size));
        assert.deepEqual(named(audit), []);
        assert.equal(audit.postings, its.postings.length);
        assert.deepEqual(surplus(audit.totals), { coins: 0n, gems: 0n, points: 0n, eth: 0n });
      }),
    );
  });

  it('accepts the postings in any order at all', () => {
    const shuffled = history.chain((its) =>
      fc.shuffledSubarray([...its.postings], { minLength: its.postings.length }).map((postings) => ({ its, postings })),
    );
    fc.assert(
      fc.property(shuffled, ({ its, postings }) => {
        const audit = auditOf({ ...ledgerOf(its, 9), pages: [{ id: 'all', postings }] });
        assert.deepEqual(named(audit), []);
      }),
    );
  });

  it('accepts a wallet that nothing was ever posted to', () => {
    assert.deepEqual(named(auditOf(ledgerOf(play(uid, []), 1))), []);
  });

  it("refuses another player's chain", () => {
    const its = play('somebody else', [
      { kind: 'transfer', account: 'rewards', currency: 'coins', amount: 5, daysLate: 0 },
    ]);
    assert.deepEqual(named(auditOf({ ...ledgerOf(its, 1), uid })), ['chain-broken@1']);
  });

  it('names a stored balance, version or head that the postings do not give', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...CURRENCIES), fc.integer({ min: 1, max: 99 }), (its, currency, more) => {
        const { wallet } = its;
        fc.pre(wallet.debt[currency] === 0);
        const had = wallet.balances[currency];
        const balances = { ...wallet.balances, [currency]: { ...had, available: had.available + more } };
        const ledger = ledgerOf(its, 5);
        const [found, ...others] = auditOf({ ...ledger, wallet: { ...wallet, balances } }).discrepancies;
        const expected = { expected: `${had.available}`, actual: `${had.available + more}` };
        const where = { uid, sequence: null, kind: 'wallet-balance', where: `${currency}.available` };
        assert.deepEqual([found, others], [{ ...where, ...expected }, []]);
        const head = { ...wallet, headHash: '0'.repeat(64) };
        assert.deepEqual(named(auditOf({ ...ledger, wallet: head })), ['wallet-head']);
        const version = { ...wallet, version: wallet.version + more };
        assert.deepEqual(named(auditOf({ ...ledger, wallet: version })).sort(), [
          `posting-missing@${wallet.version + 1}`,
          'wallet-version',
        ]);
      }),
    );
  });

  it('names a stored debt that the postings do not give, and one that what is available should have paid', () => {
    const owing = play(uid, [
      credit(10),
      { kind: 'takeBack', account: 'shop', currency: 'coins', amount: 25, daysLate: 0 },
    ]);
    const found = (its: typeof owing, change: Partial<typeof owing.wallet>) => {
      const audit = auditOf({ ...ledgerOf(its, 5), wallet: { ...its.wallet, ...change } });
      return audit.discrepancies.map(({ kind, where, expected, actual }) => [kind, where, expected, actual]);
    };
    assert.deepEqual(owing.wallet.debt.coins, 15);
    assert.deepEqual(found(owing, {}), []);
    assert.deepEqual(found(owing, { debt: NO_DEBTS }), [['wallet-balance', 'coins.debt', '15', '0']]);
    const rich = { ...owing.wallet.balances, coins: { available: 3, locked: 0 } };
    assert.deepEqual(found(owing, { balances: rich }), [
      ['wallet-balance', 'coins.available', '0', '3'],
      ['debt-unpaid', 'coins.available', '0', '3'],
    ]);
    const less = { ...NO_DEBTS, gems: -1 };
    assert.deepEqual(found(play(uid, []), { debt: less }), [
      ['wallet-balance', 'gems.debt', '0', '-1'],
      ['balance-negative', 'gems.debt', '0 or more', '-1'],
    ]);
  });

  it('names the currency whose open holds are not what is locked', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...CURRENCIES), (its, currency) => {
        const ledger = ledgerOf(its, 5);
        const more = auditOf({ ...ledger, holds: [...ledger.holds, { currency, amount: 1 }] });
        assert.deepEqual(
          more.discrepancies.map(({ kind, where }) => [kind, where]),
          [['holds-mismatch', currency]],
        );
        const [, ...fewer] = ledger.holds;
        assert.equal(named(auditOf({ ...ledger, holds: fewer })).length, Math.min(1, ledger.holds.length));
      }),
    );
  });

  it('names a posting that cannot be read, without missing it as well', () => {
    const its = play(
      uid,
      Array.from({ length: 5 }, () => credit(10)),
    );
    const audit = new LedgerAudit(uid, sha256Hex);
    for (const posting of its.postings) {
      if (posting.sequence === 3) audit.addUnreadable(3, 'page[2]', 'type: not text');
      else audit.addPosting(posting, 'page');
    }
    assert.deepEqual(named(audit.finish(its.wallet)), ['posting-malformed@3']);
  });

  it('keeps sums exact and never throws, however large the corrupt amounts', () => {
    const its = play(uid, [credit(10), credit(10)]);
    const huge = Number.MAX_SAFE_INTEGER;
    const legs = [...transferLegs('rewards', 'coins', huge), ...transferLegs('shop', 'coins', huge)];
    const last = { account: 'available', currency: 'coins', amount: huge } as const;
    const found = named(
      auditOf(withPosting(ledgerOf(its, 1), 2, (one) => [sealed({ ...one, legs: [...legs, last] })])),
    );
    assert.ok(found.includes('legs-unbalanced@2') && found.includes('after-mismatch@2'));
  });

  it('lists a hundred discrepancies of one ledger and counts the others', () => {
    const its = play(
      uid,
      Array.from({ length: 200 }, () => credit(1)),
    );
    const pages = [{ id: 'all', postings: its.postings.map((one) => ({ ...one, actor: 'somebody else' })) }];
    const { discrepancies } = auditOf({ ...ledgerOf(its, 1), pages });
    assert.equal(discrepancies.length, 101);
    assert.deepEqual([discrepancies.at(-1)?.kind, discrepancies.at(-1)?.actual], ['further-discrepancies', '100 more']);
  });
});

describe('the memory of an audit', () => {
  it('grows with the late postings that are open at a time, not with the number of postings', () => {
    // Ten years of fifty postings a day, of which every fifth is up to seven days late.
    const audit = new LedgerAudit(uid, sha256Hex);
    const pages = new Map<number, number[]>();
    const days = 3_650;
    for (let sequence = 1; sequence <= days * 50; sequence += 1) {
      const day = Math.floor((sequence - 1) / 50) - (sequence % 5 === 0 ? (sequence / 5) % 8 : 0);
      pages.set(day, [...(pages.get(day) ?? []), sequence]);
    }
    let most = 0;
    for (const day of [...pages.keys()].sort((left, right) => left - right)) {
      for (const sequence of pages.get(day) ?? []) {
        audit.addUnreadable(sequence, 'page', 'only its number matters here');
        most = Math.max(most, audit.openRuns);
      }
    }
    assert.equal(audit.openRuns, 1);
    assert.ok(most <= 7 * 50 * 2, `${most} runs`);
  });

  it('is bounded even where most postings are lost', () => {
    const audit = new LedgerAudit(uid, sha256Hex);
    for (let sequence = 1; sequence <= 20_000; sequence += 2) audit.addUnreadable(sequence, 'page', 'lost');
    assert.ok(audit.openRuns <= 4_096, `${audit.openRuns} runs`);
  });
});
