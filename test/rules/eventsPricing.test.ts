import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EventsConfig } from '../../functions/src/events/config.ts';
import { eventErrors } from '../../functions/src/events/contract.ts';
import { gamePrice } from '../../functions/src/events/pricingRules.ts';
import { HOUR_MS } from '../../functions/src/kernel/time.ts';
import { DEFAULTS, decide, event, FRESH, NOW, run } from './eventsBatches.ts';

function only(config: EventsConfig, ...one: Parameters<typeof event>) {
  return decide(FRESH, [event(...one)], config).results[0];
}

describe('prices of events', () => {
  it('pay a win 10, a loss nothing, an ad 5 and a first streak day 10', () => {
    assert.deepEqual(only(DEFAULTS, 'GAME_WON'), { status: 'credited', coins: 10 });
    assert.deepEqual(only(DEFAULTS, 'GAME_LOST'), { status: 'credited', coins: 0 });
    assert.deepEqual(only(DEFAULTS, 'AD_WATCHED'), { status: 'credited', coins: 5 });
    assert.deepEqual(only(DEFAULTS, 'STREAK_CLAIMED'), { status: 'credited', coins: 10 });
  });

  it('come from the configuration, for a game that it names and for every other one', () => {
    const games = { chess: { winCoins: 70, minDurationSeconds: 60 } };
    const config = { ...DEFAULTS, games, adCoins: 9 };
    assert.deepEqual(only(config, 'GAME_WON', { game: 'chess', seconds: 60 }), { status: 'credited', coins: 70 });
    assert.deepEqual(only(config, 'GAME_WON', { game: 'go', seconds: 5 }), { status: 'credited', coins: 10 });
    assert.deepEqual(only(config, 'AD_WATCHED'), { status: 'credited', coins: 9 });
  });

  it('want a win to last as long as its game says, to the millisecond', () => {
    const games = { chess: { winCoins: 70, minDurationSeconds: 60 } };
    const short = only({ ...DEFAULTS, games }, 'GAME_WON', { game: 'chess', seconds: 59.999 });
    assert.deepEqual(short, { status: 'rejected', code: 'events/too-short' });
    assert.deepEqual(only(DEFAULTS, 'GAME_LOST', { seconds: 0 }), { status: 'credited', coins: 0 });
  });

  it('take no price from a name that every object has', () => {
    for (const game of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      assert.equal(gamePrice(DEFAULTS, game), DEFAULTS.defaultGame);
      const { results } = run([[event('GAME_WON', { game }), event('GAME_WON', { game, at: NOW })]]);
      assert.deepEqual(
        results,
        Array.from({ length: 2 }, () => ({ status: 'credited', coins: 10 })),
      );
    }
  });

  it('never depend on what the client expected', () => {
    const priced = event('GAME_WON');
    const greedy = { ...priced, event: { ...priced.event, expectedCoins: 1_000_000 } };
    assert.deepEqual(decide(FRESH, [greedy]).results, [{ status: 'credited', coins: 10 }]);
  });

  it('are whole, never negative, and add up to what the day earned, for any configuration', () => {
    const coins = fc.integer({ min: 0, max: 1_000_000 });
    const anyConfig = fc.record({
      adCoins: coins,
      defaultGame: fc.record({ winCoins: coins, minDurationSeconds: fc.integer({ min: 0, max: 60 }) }),
      streakCoins: fc.array(coins, { minLength: 1, maxLength: 9 }),
      spinPrizes: fc.array(fc.record({ coins, weight: fc.integer({ min: 1, max: 1_000_000 }) }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(anyConfig, ({ spinPrizes, ...numbers }) => {
        const prizes = { ...numbers, spinPrizes: spinPrizes.slice(0, 64) };
        // What does not go together is refused where it is sent; the rules must stand it all the same.
        const config = { ...DEFAULTS, ...prizes };
        const types = ['GAME_WON', 'AD_WATCHED', 'SPIN_CLAIMED', 'STREAK_CLAIMED'] as const;
        const { results, state } = run([types.map((type) => event(type, { seconds: 60 }))], config);
        let sum = 0;
        for (const result of results) {
          if (result.status !== 'credited') continue;
          assert.ok(Number.isSafeInteger(result.coins) && result.coins >= 0);
          sum += result.coins;
        }
        assert.equal(state.days.get('2026-03-15')?.stats.coinsEarned ?? 0, sum);
      }),
    );
  });

  it('credit no ad without the network’s word where it is required, and remember nothing of it', () => {
    const config = { ...DEFAULTS, requireSsv: true };
    const claimed = event('AD_WATCHED', { transaction: 'ad-1', at: NOW - HOUR_MS });
    const decision = decide(FRESH, [claimed], config);
    assert.deepEqual(decision.results, [{ status: 'rejected', code: 'events/ad-unverified' }]);
    assert.equal(decision.days.size, 0);
    const vouched = event('AD_WATCHED', { transaction: 'ad-1', at: NOW }, true);
    assert.deepEqual(run([[claimed], [vouched], [claimed]], config).results.slice(1), [
      { status: 'credited', coins: 5 },
      { status: 'duplicate', coins: 5 },
    ]);
  });
});

describe('an ad whose confirmation is required', () => {
  const config = { ...DEFAULTS, requireSsv: true };
  const refused = (code: string) => ({ status: 'rejected', code });

  it('is refused for good where it names no transaction that could be confirmed', () => {
    assert.deepEqual(only(config, 'AD_WATCHED'), refused('events/ad-without-transaction'));
    assert.equal(eventErrors['ad-without-transaction'].retry, false);
    assert.equal(eventErrors['ad-unverified'].retry, true);
  });

  it('is refused for good once its day is over a limit: the network’s word would not change that', () => {
    const full = event('AD_WATCHED', { transaction: 'ad-9' });
    const limits = [{ ads: 0 }, { coins: 4 }, { events: 0 }];
    for (const limit of limits) {
      const tight = { ...config, dailyLimits: { ...DEFAULTS.dailyLimits, ...limit } };
      assert.deepEqual(decide(FRESH, [full], tight).results, [refused('events/daily-limit')]);
    }
  });

  it('waits only while it may still be confirmed', () => {
    const { ads } = DEFAULTS.dailyLimits;
    const vouched = Array.from({ length: ads }, (_, at) => event('AD_WATCHED', { transaction: `ad-${at}` }, true));
    const waiting = event('AD_WATCHED', { transaction: 'late' });
    const { results } = run([[waiting], vouched.slice(1), [waiting], vouched.slice(0, 1), [waiting]], config);
    assert.deepEqual(
      results.filter(({ status }) => status === 'rejected'),
      ['events/ad-unverified', 'events/ad-unverified', 'events/daily-limit'].map(refused),
    );
  });
});

describe('the order in which an event is refused', () => {
  const full = { ...DEFAULTS, requireSsv: true, dailyLimits: { ...DEFAULTS.dailyLimits, ads: 0, winsPerGame: 0 } };

  it('puts a game’s length before its limit, and its limit before plausibility', () => {
    assert.deepEqual(only(full, 'GAME_WON', { seconds: 1 }), { status: 'rejected', code: 'events/too-short' });
    const busy = event('GAME_LOST', { at: NOW, seconds: 7_200 });
    const won = event('GAME_WON', { at: NOW, seconds: 3_600 });
    assert.deepEqual(decide(FRESH, [busy, won], full).results[1], { status: 'rejected', code: 'events/daily-limit' });
    assert.deepEqual(decide(FRESH, [busy, won]).results[1], { status: 'rejected', code: 'events/implausible' });
  });
});
