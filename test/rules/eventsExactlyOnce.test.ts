import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PricedEvent } from '../../functions/src/events/eventRules.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/src/kernel/time.ts';
import {
  anyEvent,
  anySizes,
  carried,
  coinsOf,
  cut,
  decide,
  event,
  FRESH,
  inTime,
  NOW,
  plain,
  run,
  TIGHT,
} from './eventsBatches.ts';

function nameOf(one: PricedEvent | undefined) {
  assert.ok(one !== undefined);
  const { idempotencyKey: key, occurredAt, type } = one.event;
  return { key, day: Math.floor(occurredAt / DAY_MS), type };
}

const anyEvents = (keys?: number) => fc.array(anyEvent(keys), { minLength: 1, maxLength: 60 });

describe('events, exactly once', () => {
  it('credits the same however the same events are cut into batches, in the order of their time', () => {
    fc.assert(
      fc.property(anyEvents(), anySizes, (events, sizes) => {
        const sorted = inTime(events);
        const whole = run([sorted], TIGHT);
        const parts = run(cut(sorted, sizes), TIGHT);
        assert.deepEqual(parts.results, whole.results);
        assert.deepEqual(plain(parts.state), plain(whole.state));
      }),
    );
  });

  it('changes nothing when a batch is sent again, and names the coins that were credited', () => {
    fc.assert(
      fc.property(anyEvents(), (events) => {
        const first = decide(FRESH, events, TIGHT);
        const again = decide(carried(FRESH, first), events, TIGHT);
        assert.equal(again.days.size, 0);
        assert.equal(coinsOf(again.results), 0);
        for (const [at, result] of first.results.entries()) {
          if (result.status === 'rejected') assert.equal(again.results[at]?.status, 'rejected');
          else assert.deepEqual(again.results[at], { status: 'duplicate', coins: result.coins });
        }
      }),
    );
  });

  it('credits an event once, however often and in whatever batches it is sent', () => {
    const repeated = fc.array(anyEvent(8, 2), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(repeated, anySizes, fc.integer({ min: 1, max: 4 }), (events, sizes, times) => {
        const sends = Array.from({ length: times }, () => cut(events, sizes)).flat();
        const { results, state } = run(sends, TIGHT);
        const credited = new Map<string, number>();
        const sent = sends.flat();
        for (const [at, result] of results.entries()) {
          if (result.status !== 'credited') continue;
          const one = sent[at];
          const name = `${one?.names.join()} ${new Date(one?.event.occurredAt ?? 0).toISOString().slice(0, 10)}`;
          credited.set(name, (credited.get(name) ?? 0) + 1);
        }
        assert.deepEqual(
          [...new Set(credited.values())].filter((count) => count !== 1),
          [],
        );
        const earned = [...state.days.values()].reduce((sum, day) => sum + day.stats.coinsEarned, 0);
        assert.equal(earned, coinsOf(results));
      }),
    );
  });

  it('has the effect of one when the same batch is handled n times', () => {
    fc.assert(
      fc.property(anyEvents(6), fc.integer({ min: 2, max: 5 }), (events, times) => {
        const once = run([events], TIGHT).state;
        assert.deepEqual(
          plain(
            run(
              Array.from({ length: times }, () => events),
              TIGHT,
            ).state,
          ),
          plain(once),
        );
      }),
    );
  });

  it('credits the first of equals within one batch and calls the others duplicates', () => {
    const one = event('GAME_WON', { key: 'same' });
    assert.deepEqual(decide(FRESH, [one, one, one]).results, [
      { status: 'credited', coins: 10 },
      { status: 'duplicate', coins: 10 },
      { status: 'duplicate', coins: 10 },
    ]);
  });

  it('counts an implausible game once, and refuses it again with the same code', () => {
    const full = event('GAME_LOST', { at: NOW, seconds: 3_600 });
    const overlapping = event('GAME_WON', { at: NOW, seconds: 3_000 });
    const first = run([[full, overlapping]]);
    const again = run([[overlapping], [overlapping, full]], undefined, first.state);
    assert.deepEqual(first.results[1], { status: 'rejected', code: 'events/implausible' });
    assert.deepEqual(again.results.slice(0, 2), [first.results[1], first.results[1]]);
    assert.deepEqual(plain(again.state), plain(first.state));
  });

  it('recognises an event that is retried after midnight', () => {
    const midnight = Date.UTC(2026, 2, 16);
    const late = event('GAME_WON', { at: midnight - 1 });
    const first = decide(FRESH, [late], undefined, midnight - 1);
    const retried = decide(carried(FRESH, first), [late], undefined, midnight + 2 * MINUTE_MS);
    assert.deepEqual(retried.results, [{ status: 'duplicate', coins: 10 }]);
    assert.equal(retried.days.size, 0);
  });

  it('recognises an ad whatever days the device and the network stamp on it', () => {
    const anyInstant = fc.integer({ min: NOW - 7 * DAY_MS, max: NOW + 5 * MINUTE_MS });
    fc.assert(
      fc.property(anyInstant, anyInstant, (bySide, byOther) => {
        const seen = event('AD_WATCHED', { at: bySide, transaction: 'ad-1' });
        const vouched = event('AD_WATCHED', { at: byOther, transaction: 'ad-1' }, true);
        for (const batches of [[[seen], [vouched]], [[vouched], [seen]], [[seen, vouched]]]) {
          const { results, state } = run(batches);
          assert.deepEqual(results.map(({ status }) => status).sort(), ['credited', 'duplicate']);
          assert.deepEqual(
            results.map((one) => (one.status === 'rejected' ? 0 : one.coins)),
            [5, 5],
          );
          assert.deepEqual(
            [...state.days.values()].map(({ stats }) => stats.adsWatched),
            [1],
          );
        }
      }),
    );
  });

  it('credits each transaction once, whoever reports it how often and when', () => {
    const anyReport = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.boolean());
    const anyReports = fc.array(anyReport, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyReports, anySizes, (reports, sizes) => {
        const ads = reports.map(([transaction, daysAgo, verified]) =>
          event('AD_WATCHED', { at: NOW - daysAgo * DAY_MS, transaction: `ad-${transaction}` }, verified),
        );
        const { results } = run(cut(ads, sizes), TIGHT);
        const credited = ads.filter((_, at) => results[at]?.status === 'credited').map(({ names }) => names[0]);
        assert.equal(new Set(credited).size, credited.length);
      }),
    );
  });

  it('refuses a key that another type of event has used that day, whatever became of it', () => {
    const at = NOW - DAY_MS;
    const both = [event('GAME_WON', { key: 'k', at }), event('GAME_LOST', { key: 'k', at })];
    const reused = { status: 'rejected', code: 'idempotency/key-reused' };
    assert.deepEqual(run([both]).results, [{ status: 'credited', coins: 10 }, reused]);
    assert.deepEqual(run(both.map((one) => [one])).results, [{ status: 'credited', coins: 10 }, reused]);
    const full = event('GAME_LOST', { at: NOW, seconds: 3_600 });
    const implausible = event('GAME_WON', { at: NOW, seconds: 3_000, key: 'i' });
    const third = [event('AD_WATCHED', { at: NOW, key: 'i' }), implausible];
    const after = run([[full, implausible], third]).results;
    assert.deepEqual(after.slice(1), [after[1], reused, { status: 'rejected', code: 'events/implausible' }]);
    assert.equal(after[1]?.status, 'rejected');
  });

  it('refuses the key of an ad for another type too, though the ad goes by the network’s transaction', () => {
    const ad = event('AD_WATCHED', { key: 'k', transaction: 'ad-1' });
    const won = event('GAME_WON', { key: 'k' });
    for (const [first, second] of [[ad, won] as const, [won, ad] as const]) {
      const { results, state } = run([[first], [second]]);
      assert.deepEqual(
        results.map((one) => (one.status === 'rejected' ? one.code : one.status)),
        ['credited', 'idempotency/key-reused'],
      );
      assert.equal(state.days.get('2026-03-15')?.stats.events, 1);
    }
  });

  it('answers one type for each key, in whatever batches they come', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(4, 1), { minLength: 1, maxLength: 60 }), anySizes, (events, sizes) => {
        const { results } = run(cut(events, sizes), TIGHT);
        const types = new Map<string, Set<string>>();
        for (const [at, result] of results.entries()) {
          const { key, day, type } = nameOf(events[at]);
          if (result.status === 'rejected') continue;
          types.set(`${key} ${day}`, (types.get(`${key} ${day}`) ?? new Set()).add(type));
        }
        for (const [name, its] of types) assert.equal(its.size, 1, name);
      }),
    );
  });

  it('lets no day know of another: equal keys on two days are two events', () => {
    const events = [event('GAME_WON', { key: 'k', at: NOW - DAY_MS }), event('GAME_WON', { key: 'k', at: NOW })];
    assert.deepEqual(
      run([events]).results.map(({ status }) => status),
      ['credited', 'credited'],
    );
  });

  it('decides each day as if the others did not exist, but for the streak', () => {
    const noStreak = anyEvents().map((events) => events.filter(({ event: { type } }) => type !== 'STREAK_CLAIMED'));
    fc.assert(
      fc.property(noStreak, (events) => {
        const all = run([events], TIGHT).results;
        const days = Map.groupBy(events.entries(), ([, one]) => Math.floor(one.event.occurredAt / DAY_MS));
        for (const entries of days.values()) {
          const alone = run([entries.map(([, one]) => one)], TIGHT).results;
          assert.deepEqual(
            entries.map(([at]) => all[at]),
            alone,
          );
        }
      }),
    );
  });
});
