import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EventType } from '../../functions/src/events/contract.ts';
import { DAY_MS, SECOND_MS } from '../../functions/src/kernel/time.ts';
import { anyEvent, anySizes, cut, DEFAULTS, decide, event, FRESH, NOW, run, statuses, TIGHT } from './eventsBatches.ts';

const START = Date.UTC(2026, 2, 15);

/** `count` events of one day that do not overlap. */
function manyOf(type: EventType, count: number, everyMs = 40 * SECOND_MS) {
  return Array.from({ length: count }, (_, at) => event(type, { at: START + (at + 1) * everyMs, seconds: 30 }));
}

describe('limits of events', () => {
  it('never pass, in whatever order and batches events arrive', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(1_000, 3), { maxLength: 120 }), anySizes, (events, sizes) => {
        const { dailyLimits } = TIGHT;
        for (const { stats, implausible, winsByGame } of run(cut(events, sizes), TIGHT).state.days.values()) {
          assert.ok(stats.adsWatched <= dailyLimits.ads);
          assert.ok(stats.spinsUsed <= dailyLimits.spins);
          assert.ok(stats.streaksClaimed <= 1);
          assert.ok(stats.coinsEarned <= dailyLimits.coins);
          assert.ok(stats.events + implausible <= dailyLimits.events);
          assert.ok(Object.values(winsByGame).every((wins) => wins <= dailyLimits.winsPerGame));
        }
      }),
    );
  });

  it('admit wins of 100 different games a day, and go on with those', () => {
    const won = (game: number, at: number) =>
      event('GAME_WON', { at: START + at * 40 * SECOND_MS, seconds: 30, game: `g${game}` });
    const everyGameOnce = Array.from({ length: 101 }, (_, game) => won(game, game + 1));
    const { results } = decide(FRESH, [...everyGameOnce, won(0, 102)]);
    assert.deepEqual(statuses(results), { credited: 101, 'events/daily-limit': 1 });
    assert.equal(results.at(-1)?.status, 'credited');
  });

  it('admit exactly 10 ads, 3 spins, 1 streak claim and 200 wins of a game by default', () => {
    const expected: [EventType, number, number][] = [
      ['AD_WATCHED', 12, 10],
      ['SPIN_CLAIMED', 5, 3],
      ['STREAK_CLAIMED', 2, 1],
      ['GAME_WON', 203, 200],
    ];
    for (const [type, sent, credited] of expected) {
      const { results } = run([manyOf(type, sent)]);
      assert.deepEqual(statuses(results), { credited, 'events/daily-limit': sent - credited }, type);
      assert.ok(
        results.slice(0, credited).every(({ status }) => status === 'credited'),
        type,
      );
    }
  });

  it('hold on each game by itself', () => {
    const chess = manyOf('GAME_WON', 200);
    const other = event('GAME_WON', { at: START + 20_000_000, game: 'chess' });
    assert.equal(run([chess, [other]]).results.at(-1)?.status, 'credited');
  });

  it('stop at the coin ceiling, and let through what still fits below it', () => {
    const config = { ...DEFAULTS, dailyLimits: { ...DEFAULTS.dailyLimits, coins: 27 } };
    const { results, state } = run([[...manyOf('GAME_WON', 3), event('AD_WATCHED', { at: NOW })]], config);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['credited', 'credited', 'rejected', 'credited'],
    );
    assert.equal(state.days.get('2026-03-15')?.stats.coinsEarned, 25);
  });

  it('count on the day of the event, not of its arrival', () => {
    const yesterday = manyOf('AD_WATCHED', 10).map(({ event: one }) =>
      event('AD_WATCHED', { at: one.occurredAt - DAY_MS }),
    );
    assert.deepEqual(statuses(run([[...yesterday, ...manyOf('AD_WATCHED', 10)]]).results), { credited: 20 });
  });

  it('bound what a day remembers, implausible games included', () => {
    const config = { ...DEFAULTS, overlapSlackSeconds: 0, dailyLimits: { ...DEFAULTS.dailyLimits, events: 4 } };
    const same = Array.from({ length: 9 }, () => event('GAME_LOST', { at: NOW, seconds: 60 }));
    const { results, state } = run([same], config);
    assert.deepEqual(statuses(results), { credited: 1, 'events/implausible': 3, 'events/daily-limit': 5 });
    assert.equal(state.days.get('2026-03-15')?.seen.size, 4);
  });
});
