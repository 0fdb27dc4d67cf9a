import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EventsConfig } from '../../functions/src/events/config.ts';
import { streakPrize } from '../../functions/src/events/pricingRules.ts';
import type { BatchState } from '../../functions/src/events/rules.ts';
import { DAY_MS, dayStartMs, HOUR_MS } from '../../functions/src/kernel/time.ts';
import { carried, DEFAULTS, decide, event, FRESH } from './eventsBatches.ts';

const FIRST_DAY = dayStartMs('2026-03-01') + 9 * HOUR_MS;

/** Claims on the given days (0 is the first), each as it happens; answers coins or the code of each. */
function claim(days: readonly number[], config: EventsConfig = DEFAULTS): (number | string)[] {
  let state: BatchState = FRESH;
  return days.map((day) => {
    const at = FIRST_DAY + day * DAY_MS;
    const decision = decide(state, [event('STREAK_CLAIMED', { at })], config, at);
    state = carried(state, decision);
    const [result] = decision.results;
    if (result?.status === 'rejected') return result.code;
    return result?.status === 'credited' ? result.coins : 'duplicate';
  });
}

describe('the streak', () => {
  it('pays the table day by day and starts it again after its last day', () => {
    assert.deepEqual(claim([0, 1, 2, 3, 4, 5, 6, 7, 8]), [10, 15, 20, 25, 30, 40, 100, 10, 15]);
  });

  it('starts again after a missed day', () => {
    assert.deepEqual(claim([0, 1, 2, 4, 5, 9]), [10, 15, 20, 10, 15, 10]);
  });

  it('pays once a day', () => {
    assert.deepEqual(claim([0, 0, 1, 1]), [10, 'events/daily-limit', 15, 'events/daily-limit']);
  });

  it('refuses a day before the last credited one, and goes on as if it had not been sent', () => {
    assert.deepEqual(claim([3, 2, 4, 3, 5]), [10, 'events/streak-order', 15, 'events/streak-order', 20]);
  });

  it('applies the claims of one batch in the order of their days, whatever their order in it', () => {
    const at = (day: number) => FIRST_DAY + day * DAY_MS;
    const events = [2, 0, 1].map((day) => event('STREAK_CLAIMED', { at: at(day) }));
    const { results } = decide(FRESH, events, DEFAULTS, at(2));
    assert.deepEqual(
      results.map((result) => (result.status === 'credited' ? result.coins : 0)),
      [20, 10, 15],
    );
  });

  it('does not move when the claim was refused for another reason', () => {
    const at = (day: number) => FIRST_DAY + day * DAY_MS;
    const poor = { ...DEFAULTS, dailyLimits: { ...DEFAULTS.dailyLimits, coins: 12 } };
    const events = [0, 1].map((day) => event('STREAK_CLAIMED', { at: at(day) }));
    const decision = decide(FRESH, events, poor, at(1));
    assert.deepEqual(decision.results[1], { status: 'rejected', code: 'events/daily-limit' });
    assert.deepEqual(decision.streak, { lastDay: '2026-03-01', days: 1 });
  });

  it('pays what a naive count of consecutive days says, on any days', () => {
    const anyTable = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40), { minLength: 1 }), anyTable, (days, streakCoins) => {
        const sorted = [...days].sort((left, right) => left - right);
        let run = 0;
        const expected = sorted.map((day, at) => {
          run = at > 0 && sorted[at - 1] === day - 1 ? run + 1 : 1;
          return streakCoins[(run - 1) % streakCoins.length];
        });
        assert.deepEqual(claim(sorted, { ...DEFAULTS, streakCoins }), expected);
      }),
    );
  });

  it('has a table without end', () => {
    for (let day = 1; day < 1_000; day += 1) {
      assert.equal(streakPrize(DEFAULTS, day), streakPrize(DEFAULTS, day + DEFAULTS.streakCoins.length));
    }
  });
});
