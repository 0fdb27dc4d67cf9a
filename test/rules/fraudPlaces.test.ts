import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import {
  isUnusual,
  KEPT_USUAL,
  KEPT_YOUNG,
  livePlaces,
  type Place,
  type PlaceLimits,
  withVisit,
} from '../../functions/src/fraud/placeRules.ts';
import { DAY_MS, HOUR_MS } from '../../functions/src/kernel/time.ts';

const { addressKeptDays, withdrawal } = defaultEconomyConfig.fraud;
const LIMITS: PlaceLimits = { addressKeptDays, usualAfterHours: withdrawal.usualAfterHours };
const NOW = Date.UTC(2026, 2, 15, 12);

interface Visit {
  readonly address: string;
  readonly atMs: number;
}

function visited(visits: readonly Visit[], places: readonly Place[] = []): readonly Place[] {
  return visits.reduce((known, { address, atMs }) => withVisit(known, [address], atMs, LIMITS), places);
}

/** At home, every day for two weeks until now. */
const AT_HOME = visited(Array.from({ length: 15 }, (_, day) => ({ address: 'home', atMs: NOW - (14 - day) * DAY_MS })));
const unusual = (places: readonly Place[], address: string, atMs = NOW) => isUnusual(places, [address], atMs, LIMITS);

describe('the places that an account is used from', () => {
  it('make every other one unusual once it has played from them for a day', () => {
    assert.deepEqual([unusual(AT_HOME, 'home'), unusual(AT_HOME, 'elsewhere')], [false, true]);
  });

  it('of nobody are remembered: nothing is unusual then', () => {
    assert.equal(unusual([], 'anywhere'), false);
  });

  it('of the first day are compared with as they are', () => {
    const first = visited([{ address: 'home', atMs: NOW - HOUR_MS }]);
    assert.deepEqual([unusual(first, 'home'), unusual(first, 'elsewhere')], [false, true]);
  });

  it('are not taught by whoever has just taken the account over, however often and from wherever they play', () => {
    const anyVisit = fc.record({
      address: fc.integer({ min: 0, max: 40 }).map((number) => `stranger-${number}`),
      atMs: fc.integer({ min: 0, max: 23 * HOUR_MS }).map((later) => NOW + later),
    });
    fc.assert(
      fc.property(fc.array(anyVisit, { maxLength: 120 }), (visits) => {
        const inOrder = visits.toSorted((left, right) => left.atMs - right.atMs);
        const places = visited(inOrder, AT_HOME);
        const lastMs = inOrder.at(-1)?.atMs ?? NOW;
        for (const { address } of inOrder) assert.equal(unusual(places, address, lastMs), true);
        assert.equal(unusual(places, 'home', lastMs), false);
      }),
    );
  });

  it('become usual after a day, and are forgotten when nobody has been there for as long as addresses are kept', () => {
    const moved = visited([{ address: 'new home', atMs: NOW }], AT_HOME);
    assert.equal(unusual(moved, 'new home', NOW + 23 * HOUR_MS), true);
    assert.equal(unusual(moved, 'new home', NOW + 24 * HOUR_MS), false);
    const later = visited([{ address: 'new home', atMs: NOW + 29 * DAY_MS }], moved);
    assert.deepEqual(livePlaces(later, NOW + 29 * DAY_MS, LIMITS).length, 2);
    assert.deepEqual(
      livePlaces(later, NOW + addressKeptDays * DAY_MS, LIMITS).map(([address]) => address),
      ['new home'],
    );
  });

  it('are a handful, each once, the newest last, whatever happens', () => {
    const anyVisit = fc.record({
      address: fc.integer({ min: 0, max: 12 }).map(String),
      afterHours: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(anyVisit, { minLength: 1, maxLength: 80 }), (steps) => {
        let atMs = NOW;
        let places: readonly Place[] = [];
        for (const { address, afterHours } of steps) {
          atMs += afterHours * HOUR_MS;
          places = withVisit(places, [address], atMs, LIMITS);
          assert.equal(places.at(-1)?.[0], address);
          assert.ok(places.length <= KEPT_USUAL + KEPT_YOUNG);
          assert.equal(new Set(places.map(([one]) => one)).size, places.length);
        }
      }),
    );
  });

  it('are recognised by an earlier name of theirs, and go by the present one from then on', () => {
    const renamed = withVisit(AT_HOME, ['home, hashed anew', 'home'], NOW, LIMITS);
    assert.deepEqual(
      renamed.map(([hash]) => hash),
      ['home, hashed anew'],
    );
    assert.equal(isUnusual(renamed, ['home, hashed anew'], NOW, LIMITS), false, 'and for as long as before');
  });
});
