import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CURRENCIES, NO_DEBTS, ZERO_BALANCES } from '../../functions/src/kernel/money.ts';
import { debtLegs, decideNoDebt, splitTakeBack } from '../../functions/src/wallet/debtRules.ts';
import { applyDebt, applyLegs, paymentLegs, transferLegs } from '../../functions/src/wallet/rules.ts';
import { commands, play } from './ledgerHistory.ts';

const amount = fc.integer({ min: 1, max: 1_000_000 });
const currency = fc.constantFrom(...CURRENCIES);

describe('what is taken back', () => {
  it('is taken as far as it is there, and owed for the rest, to the last unit', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), amount, (available, asked) => {
        const { taken, owed } = splitTakeBack(available, asked);
        assert.equal(taken + owed, asked);
        assert.ok(taken >= 0 && owed >= 0 && taken <= available);
        assert.ok(owed === 0 || taken === available, 'something is owed although there was some left');
      }),
    );
  });

  it('makes a debt and leaves the balances alone', () => {
    fc.assert(
      fc.property(currency, amount, (which, owed) => {
        const legs = debtLegs('rewards', which, owed);
        assert.deepEqual(applyLegs(ZERO_BALANCES, legs), { ok: true, value: ZERO_BALANCES });
        assert.deepEqual(applyDebt(NO_DEBTS, legs), { ...NO_DEBTS, [which]: owed });
      }),
    );
  });
});

describe('a debt', () => {
  it('is paid by whatever comes in, first and no more than it is, and leaves nothing beside it', () => {
    fc.assert(
      fc.property(currency, amount, amount, (which, owed, credited) => {
        const debt = { ...NO_DEBTS, [which]: owed };
        const came = applyLegs(ZERO_BALANCES, transferLegs('rewards', which, credited));
        assert.ok(came.ok);
        const legs = paymentLegs({ balances: came.value, debt });
        const paid = applyLegs(came.value, legs);
        assert.ok(paid.ok);
        assert.equal(paid.value[which].available, Math.max(0, credited - owed));
        assert.equal(applyDebt(debt, legs)[which], Math.max(0, owed - credited));
      }),
    );
  });

  it('stands beside no available balance of its currency, whatever happens', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { balances, debt } = play('somebody', given).wallet;
        for (const which of CURRENCIES) assert.ok(debt[which] === 0 || balances[which].available === 0);
      }),
    );
  });

  it('is not paid with another currency', () => {
    const balances = { ...ZERO_BALANCES, gems: { available: 9, locked: 0 } };
    assert.deepEqual(paymentLegs({ balances, debt: { ...NO_DEBTS, coins: 9 } }), []);
  });

  it('cannot be paid back beyond what it is', () => {
    assert.throws(() => applyDebt(NO_DEBTS, debtLegs('rewards', 'coins', -1)), /more coins paid back/);
  });

  it('keeps its player from what needs none, whatever it is of', () => {
    assert.equal(decideNoDebt(NO_DEBTS).ok, true);
    for (const which of CURRENCIES) {
      const decision = decideNoDebt({ ...NO_DEBTS, [which]: 5 });
      assert.deepEqual(!decision.ok && [decision.error.code, decision.facts], [
        'wallet/in-debt',
        { currency: which, owed: 5 },
      ]);
    }
  });
});
