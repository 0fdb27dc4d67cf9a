import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../functions/src/kernel/time.ts';
import {
  anyEvent,
  anySizes,
  carried,
  cut,
  DEFAULTS,
  decide,
  event,
  FRESH,
  NOW,
  run,
  statuses,
} from './eventsBatches.ts';

const oldest = NOW - DEFAULTS.window.maxAgeSeconds * SECOND_MS;
const newest = NOW + DEFAULTS.window.maxAheadSeconds * SECOND_MS;

describe('the window of events', () => {
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

describe('what happened before there was an account', () => {
  const CREATED = NOW - 4 * MINUTE_MS;
  const earliest = CREATED - 10 * MINUTE_MS;

  it('is refused from ten minutes before it on, so that a new account is not a week old', () => {
    const events = [earliest - 1, earliest].map((at) => event('GAME_LOST', { at }));
    const { results } = decide(FRESH, events, DEFAULTS, NOW, CREATED);
    assert.deepEqual(statuses(results), { 'events/before-account': 1, credited: 1 });
    assert.equal(results[1]?.status, 'credited');
  });

  it('earns nothing and leaves nothing behind, whatever is sent in whatever batches', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { minLength: 1, maxLength: 80 }), anySizes, (events, sizes) => {
        let state = FRESH;
        for (const batch of cut(events, sizes)) {
          const decision = decide(state, batch, DEFAULTS, NOW, CREATED);
          for (const [at, { event: one }] of batch.entries()) {
            if (decision.results[at]?.status !== 'rejected') assert.ok(one.occurredAt >= earliest);
          }
          state = carried(state, decision);
        }
        assert.deepEqual(
          [...state.days.keys()].filter((day) => day !== '2026-03-15'),
          [],
        );
        assert.ok(state.streak.days <= 1, 'and no streak is longer than the account is old');
      }),
    );
  });

  it('follows the configuration, but what was credited before stays credited', () => {
    const yesterday = event('AD_WATCHED', { at: NOW - DAY_MS });
    const wide = { ...DEFAULTS, window: { ...DEFAULTS.window, beforeAccountSeconds: 2 * 86_400 } };
    const first = decide(FRESH, [yesterday], wide, NOW, CREATED);
    assert.deepEqual(first.results, [{ status: 'credited', coins: 5 }]);
    const again = decide(carried(FRESH, first), [yesterday], DEFAULTS, NOW, CREATED);
    assert.deepEqual(again.results, [{ status: 'duplicate', coins: 5 }]);
  });

  it('is too old first', () => {
    const old = event('GAME_WON', { at: oldest - 1 });
    assert.deepEqual(statuses(decide(FRESH, [old], DEFAULTS, NOW, NOW).results), { 'events/outside-window': 1 });
  });
});
