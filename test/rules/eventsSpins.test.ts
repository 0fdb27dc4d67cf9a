import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spinPrize } from '../../functions/src/events/pricingRules.ts';
import { firstSeeds, rotateSeeds, type SpinSeed, seedOfDay } from '../../functions/src/events/spinSeedRules.ts';
import { addDays, HOUR_MS } from '../../functions/src/kernel/time.ts';
import { DEFAULTS, event, NOW, run, spinDigest } from './eventsBatches.ts';

const TODAY = '2026-03-15';

describe('the prize of a spin', () => {
  it('is that of the day and the index, so a client can show it before the server answers', () => {
    const spins = [1, 2, 3].map((hours) => event('SPIN_CLAIMED', { at: NOW - hours * HOUR_MS }));
    const credited = run([spins]).results.map((result) => (result.status === 'credited' ? result.coins : undefined));
    const shown = [0, 1, 2].map((index) => spinPrize(DEFAULTS, spinDigest(TODAY, index)));
    assert.deepEqual(credited.reverse(), shown);
  });

  it('does not change with when, in what batch or under what key the spin is sent', () => {
    const prizes = (batches: number[][]) =>
      run(batches.map((batch) => batch.map((hours) => event('SPIN_CLAIMED', { at: NOW - hours * HOUR_MS })))).results;
    assert.deepEqual(prizes([[3, 2, 1]]), prizes([[9], [8], [7]]));
  });

  it('is the same for the same seed, day and index', () => {
    // Worked out apart from the code: HMAC-SHA256 of "2026-03-15:0" under 5eed…, its first 48 bits over 1,000 weights.
    const digest = spinDigest(TODAY, 0);
    const point = (Buffer.from(digest).readUIntBE(0, 6) / 2 ** 48) * 1_000;
    const bounds: [number, number][] = [
      [400, 5],
      [700, 10],
      [880, 20],
      [970, 50],
      [995, 100],
      [1_000, 500],
    ];
    assert.equal(spinPrize(DEFAULTS, digest), bounds.find(([below]) => point < below)?.[1]);
  });

  it('meets the edges of the table exactly', () => {
    const table = {
      ...DEFAULTS,
      spinPrizes: [
        { coins: 1, weight: 1 },
        { coins: 2, weight: 1 },
      ],
    };
    const digest = (hex: string) => Buffer.from(hex, 'hex');
    assert.equal(spinPrize(table, digest('000000000000')), 1);
    assert.equal(spinPrize(table, digest('7fffffffffff')), 1);
    assert.equal(spinPrize(table, digest('800000000000')), 2);
    assert.equal(spinPrize(table, digest('ffffffffffff')), 2);
  });

  it('falls as often as the table says (chi-square, 5 degrees of freedom, 0.1 %)', () => {
    const draws = 40_000;
    const counts = new Map<number, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const prize = spinPrize(DEFAULTS, spinDigest(addDays(TODAY, Math.floor(draw / 3)), draw % 3));
      counts.set(prize, (counts.get(prize) ?? 0) + 1);
    }
    const total = DEFAULTS.spinPrizes.reduce((sum, { weight }) => sum + weight, 0);
    let chiSquare = 0;
    for (const { coins, weight } of DEFAULTS.spinPrizes) {
      const expected = (draws * weight) / total;
      chiSquare += ((counts.get(coins) ?? 0) - expected) ** 2 / expected;
    }
    assert.ok(chiSquare < 20.515, `chi-square ${chiSquare}`);
  });
});

describe('the seeds of spins', () => {
  let drawn = 0;
  const fresh = () => {
    drawn += 1;
    return `seed-${drawn}`;
  };
  const first = (period: number) => firstSeeds(TODAY, period, [fresh(), fresh()]);

  /** Days between a player's visits, and the period that the studio has set by then. */
  const anyVisits = fc.array(
    fc.record({ gapDays: fc.integer({ min: 0, max: 50 }), period: fc.integer({ min: 8, max: 40 }) }),
    { minLength: 1, maxLength: 25 },
  );

  it('never change for a day for which one was announced, while events of that day can still come', () => {
    fc.assert(
      fc.property(anyVisits, fc.integer({ min: 8, max: 40 }), (visits, firstPeriod) => {
        let seeds: readonly SpinSeed[] = first(firstPeriod);
        let today = TODAY;
        const announced = new Map<string, string>();
        for (const { gapDays, period } of visits) {
          today = addDays(today, gapDays);
          seeds = rotateSeeds(seeds, today, period, fresh());
          for (let day = addDays(today, -7); day <= addDays(seeds.at(-1)?.fromDay ?? today, 7); day = addDays(day, 1)) {
            assert.equal(announced.get(day) ?? seedOfDay(seeds, day), seedOfDay(seeds, day), `${day} on ${today}`);
            announced.set(day, seedOfDay(seeds, day));
          }
        }
      }),
    );
  });

  it('are announced a whole period ahead, and differ from the ones before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 366 }), fc.integer({ min: 0, max: 400 }), (period, gapDays) => {
        const before = first(period);
        const today = addDays(TODAY, gapDays);
        const seeds = rotateSeeds(before, today, period, fresh());
        assert.ok((seeds.at(-1)?.fromDay ?? '') > today, 'the next seed is always known');
        const added = seeds.filter((seed) => !before.includes(seed));
        assert.deepEqual(
          added.map(({ fromDay }) => fromDay),
          gapDays >= period ? [addDays(today, period)] : [],
        );
        assert.equal(new Set(seeds.map(({ seed }) => seed)).size, seeds.length);
      }),
    );
  });

  it('stay few, however long a player plays', () => {
    let seeds: readonly SpinSeed[] = first(8);
    for (let day = 0; day < 1_000; day += 1) {
      seeds = rotateSeeds(seeds, addDays(TODAY, day), 8, fresh());
      assert.ok(seeds.length <= 4, `${seeds.length} seeds`);
    }
  });

  it('cover the whole window of a player who has just signed up', () => {
    const seeds = first(30);
    for (const days of [-7, -1, 0, 29]) assert.equal(seedOfDay(seeds, addDays(TODAY, days)), seeds[0]?.seed);
    assert.equal(seedOfDay(seeds, addDays(TODAY, 30)), seeds[1]?.seed);
  });
});
