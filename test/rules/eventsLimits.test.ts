import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EventType } from '../../functions/src/events/contract.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../functions/src/kernel/time.ts';
import { anyEvent, anySizes, cut, DEFAULTS, decide, event, FRESH, NOW, run, TIGHT } from './eventsBatches.ts';

const START = Date.UTC(2026, 2, 15);

/** `count` events of one day that do not overlap. */
function manyOf(type: EventType, count: number, everyMs = 40 * SECOND_MS) {
  return Array.from({ length: count }, (_, at) => event(type, { at: START + (at + 1) * everyMs, seconds: 30 }));
}

function statuses(results: readonly { status: string; code?: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of results) counts[code ?? status] = (counts[code ?? status] ?? 0) + 1;
  return counts;
}

describe('limits of events', () => {
  it('never pass, in whatever order and batches events arrive', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(1_000, 3), { maxLength: 120 }), anySizes, (events, sizes) => {
        const { dailyLimits } = TIGHT;
        for (const { stats, winsByGame } of run(cut(events, sizes), TIGHT).state.days.values()) {
          assert.ok(stats.adsWatched <= dailyLimits.ads);
          assert.ok(stats.spinsUsed <= dailyLimits.spins);
          assert.ok(stats.streaksClaimed <= 1);
          assert.ok(stats.coinsEarned <= dailyLimits.coins);
          assert.ok(stats.events + stats.implausible <= dailyLimits.events);
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

describe('the window of events', () => {
  const oldest = NOW - DEFAULTS.window.maxAgeSeconds * SECOND_MS;
  const newest = NOW + DEFAULTS.window.maxAheadSeconds * SECOND_MS;

  it('is 7 days back and 5 minutes ahead, both edges included', () => {
    assert.equal(oldest, NOW - 7 * DAY_MS);
    assert.equal(newest, NOW + 5 * MINUTE_MS);
    const { results } = run([[oldest - 1, oldest, newest, newest + 1].map((at) => event('GAME_LOST', { at }))]);
    assert.deepEqual(statuses(results), { credited: 2, 'events/outside-window': 2 });
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'credited', 'credited', 'rejected'],
    );
  });

  it('refuses the instants that no calendar can name', () => {
    const at = [0, 8.64e15 + 1, Number.MAX_SAFE_INTEGER];
    const ads = at.map((one) => event('AD_WATCHED', { at: one, transaction: `t${one}` }));
    assert.deepEqual(statuses(decide(FRESH, ads).results), { 'events/outside-window': 3 });
  });

  it('answers every event at its own place, whatever its time', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { minLength: 1, maxLength: 40 }), (events) => {
        const { results } = decide(FRESH, events);
        assert.equal(results.length, events.length);
        for (const [at, { event: one }] of events.entries()) {
          const outside = one.occurredAt < oldest || one.occurredAt > newest;
          const result = results[at];
          assert.ok(result !== undefined);
          assert.equal(result.status === 'rejected' && result.code === 'events/outside-window', outside);
        }
      }),
    );
  });

  it('is checked before anything else, and a bad event blocks none', () => {
    const old = event('GAME_WON', { at: oldest - 1, key: 'a' });
    const short = event('GAME_WON', { at: NOW, seconds: 4.999, key: 'b' });
    const good = event('GAME_WON', { at: NOW, seconds: 5, key: 'c' });
    const { results } = decide(FRESH, [old, short, good]);
    assert.deepEqual(results, [
      { status: 'rejected', code: 'events/outside-window' },
      { status: 'rejected', code: 'events/too-short' },
      { status: 'credited', coins: 10 },
    ]);
  });
});
