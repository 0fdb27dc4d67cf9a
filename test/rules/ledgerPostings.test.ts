import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CURRENCIES, NO_DEBTS, ZERO_BALANCES } from '../../functions/src/kernel/money.ts';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import {
  applyLegs,
  captureLegs,
  genesisHash,
  holdLegs,
  type Leg,
  nextPosting,
  type Posting,
  postingHash,
  releaseLegs,
  transferLegs,
} from '../../functions/src/wallet/rules.ts';
import { commands, play } from './ledgerHistory.ts';

const uid = 'somebody';
const history = commands.map((given) => play(uid, given));
const currency = fc.constantFrom(...CURRENCIES);
const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => sum + leg.amount, 0);
}

describe('the legs of a posting', () => {
  it('sum to zero, whatever moves where', () => {
    fc.assert(
      fc.property(currency, amount, fc.double({ min: 0, max: 1, noNaN: true }), (which, held, share) => {
        const captured = Math.max(1, Math.floor(held * share));
        assert.equal(sumOf(transferLegs('rewards', which, held)), 0);
        assert.equal(sumOf(holdLegs(which, held)), 0);
        assert.equal(sumOf(releaseLegs(which, held)), 0);
        assert.equal(sumOf(captureLegs('payouts', which, held, captured)), 0);
      }),
    );
  });

  it('that do not balance are a broken invariant, in whichever currency', () => {
    const legs: Leg[] = [
      { account: 'available', currency: 'coins', amount: 5 },
      { account: 'rewards', currency: 'gems', amount: -5 },
    ];
    assert.throws(() => applyLegs(ZERO_BALANCES, legs), /legs in coins sum to 5/);
  });

  it('never lead past what an integer can hold', () => {
    const full = { ...ZERO_BALANCES, coins: { available: Number.MAX_SAFE_INTEGER, locked: 0 } };
    assert.throws(() => applyLegs(full, transferLegs('rewards', 'coins', 1)), /out of range/);
  });

  it('of a hold and its release restore the balances exactly', () => {
    fc.assert(
      fc.property(history, currency, fc.integer({ min: 1, max: 500 }), ({ wallet }, which, held) => {
        const locked = applyLegs(wallet.balances, holdLegs(which, held));
        if (!locked.ok) return assert.ok(wallet.balances[which].available < held);
        const released = applyLegs(locked.value, releaseLegs(which, held));
        assert.deepEqual(released, { ok: true, value: wallet.balances });
      }),
    );
  });

  it('are refused, naming what is there, where available would go below zero', () => {
    const balances = { ...ZERO_BALANCES, gems: { available: 4, locked: 9 } };
    const refused = applyLegs(balances, transferLegs('shop', 'gems', -5));
    assert.equal(refused.ok, false);
    assert.deepEqual(!refused.ok && [refused.error.code, refused.facts], [
      'wallet/insufficient-balance',
      { currency: 'gems', available: 4 },
    ]);
  });
});

describe('a history of postings', () => {
  it('conserves each currency: what players hold beyond what they owe is what the counter-accounts gave', () => {
    fc.assert(
      fc.property(history, ({ wallet, postings }) => {
        const legs = postings.flatMap((posting) => posting.legs);
        for (const which of CURRENCIES) {
          const given = legs.filter(
            (leg) => leg.currency === which && !['available', 'locked', 'debt'].includes(leg.account),
          );
          const { available, locked } = wallet.balances[which];
          assert.equal(available + locked - wallet.debt[which] + sumOf(given), 0);
        }
      }),
    );
  });

  it('locks exactly the open holds', () => {
    fc.assert(
      fc.property(history, ({ wallet, holds }) => {
        for (const which of CURRENCIES) {
          const held = holds.filter((hold) => hold.currency === which).reduce((sum, hold) => sum + hold.amount, 0);
          assert.equal(wallet.balances[which].locked, held);
        }
      }),
    );
  });

  it('never goes below zero, and is contiguous in numbers, balances and hashes', () => {
    fc.assert(
      fc.property(history, ({ wallet, postings }) => {
        let previous: Pick<Posting, 'sequence' | 'after' | 'hash' | 'debt'> = {
          ...{ sequence: 0, after: ZERO_BALANCES, hash: genesisHash(uid, sha256Hex) },
        };
        for (const posting of postings) {
          assert.equal(posting.sequence, previous.sequence + 1);
          assert.deepEqual(posting.before, previous.after);
          assert.deepEqual(posting.debt?.before ?? NO_DEBTS, previous.debt?.after ?? NO_DEBTS);
          assert.equal(posting.previousHash, previous.hash);
          assert.equal(posting.hash, postingHash(posting, sha256Hex));
          for (const which of CURRENCIES) {
            assert.ok(posting.after[which].available >= 0 && posting.after[which].locked >= 0);
            assert.ok((posting.debt?.after[which] ?? 0) >= 0);
          }
          previous = posting;
        }
        const owed = previous.debt?.after ?? NO_DEBTS;
        const { sequence, after, hash } = previous;
        assert.deepEqual(wallet, { version: sequence, balances: after, debt: owed, headHash: hash });
      }),
    );
  });

  it('is left as it was by a refusal', () => {
    const { wallet } = play(uid, []);
    const legs = transferLegs('shop', 'coins', -1);
    const draft = { type: 't', postedAtMs: 1, legs, reference: 'r', actor: 'a', correlationId: 'c' };
    const refused = nextPosting(wallet, { ...draft, configVersion: 0, details: {} }, sha256Hex);
    assert.equal(refused.ok, false);
    assert.deepEqual(wallet, play(uid, []).wallet);
  });
});

describe("a posting's hash", () => {
  const posting = play(uid, [
    { kind: 'transfer', account: 'rewards', currency: 'coins', amount: 70, daysLate: 0 },
    { kind: 'hold', currency: 'coins', amount: 30, daysLate: 0 },
  ]).postings[1];
  assert.ok(posting);
  const [first, second] = posting.legs;
  assert.ok(first && second);

  const changes: Record<string, Partial<Posting>> = {
    sequence: { sequence: 3 },
    type: { type: 'hold.release' },
    postedAtMs: { postedAtMs: posting.postedAtMs + 1 },
    'a leg amount': { legs: [{ ...first, amount: -29 }, second] },
    'a leg account': { legs: [{ ...first, account: 'shop' }, second] },
    'a leg currency': { legs: [first, { ...second, currency: 'gems' }] },
    'the order of legs': { legs: [second, first] },
    'a further leg': { legs: [first, second, second] },
    'available before': { before: { ...posting.before, coins: { available: 71, locked: 0 } } },
    'locked after': { after: { ...posting.after, eth: { available: 0, locked: 1 } } },
    reference: { reference: 'another' },
    actor: { actor: 'somebody else' },
    correlationId: { correlationId: 'd' },
    configVersion: { configVersion: 4 },
    'a detail': { details: { ...posting.details, count: 3 } },
    'a further detail': { details: { ...posting.details, more: 1 } },
    "a detail's type": { details: { ...posting.details, count: '2' } },
    'what was owed': { debt: { before: { ...NO_DEBTS, coins: 1 }, after: NO_DEBTS } },
    'what is owed': { debt: { before: NO_DEBTS, after: { ...NO_DEBTS, coins: 1 } } },
    previousHash: { previousHash: genesisHash(uid, sha256Hex) },
  };
  for (const [name, change] of Object.entries(changes)) {
    it(`changes with ${name}`, () => {
      assert.notEqual(postingHash({ ...posting, ...change }, sha256Hex), posting.hash);
    });
  }

  it('does not depend on the order in which fields or details were stored', () => {
    const reversed = Object.fromEntries(Object.entries(posting.details).reverse());
    assert.equal(postingHash({ ...posting, details: reversed }, sha256Hex), posting.hash);
  });

  it('starts from another genesis for each player', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        assert.equal(genesisHash(left, sha256Hex) === genesisHash(right, sha256Hex), left === right);
      }),
    );
  });
});
