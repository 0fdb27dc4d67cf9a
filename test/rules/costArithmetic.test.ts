import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addQuantities,
  billOf,
  instanceSeconds,
  type Load,
  mapQuantities,
  NOTHING,
  pubsubBytes,
  type Quantities,
  tieredDollars,
  timesQuantities,
} from '../../bench/cost/bill.ts';
import { RESOURCES, readPrices } from '../../bench/cost/prices.ts';

const prices = readPrices();
const { daysPerMonth } = prices;

const resource = fc.constantFrom(...RESOURCES);
const quantities: fc.Arbitrary<Quantities> = fc
  .array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: RESOURCES.length, maxLength: RESOURCES.length })
  .map((values) => mapQuantities((one) => values[RESOURCES.indexOf(one)] ?? 0));

/** What a month may use for nothing. */
const free = mapQuantities((one) => prices.lines[one].free * (prices.lines[one].freePer === 'day' ? daysPerMonth : 1));

const load: fc.Arbitrary<Load> = fc.record({
  requests: fc.integer({ min: 1, max: 10_000_000_000 }),
  secondsEach: fc.double({ min: 0.001, max: 10, noNaN: true }),
  cpuSecondsEach: fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
});
const concurrency = fc.integer({ min: 1, max: 1_000 });

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

describe('the bill of a month', () => {
  it('is nothing for nothing, and nothing for all that is free', () => {
    assert.equal(billOf(NOTHING, prices).dollars, 0);
    assert.equal(billOf(free, prices).dollars, 0);
  });

  it('takes the free tier of a day once for each day, and that of a month once', () => {
    const month = { ...NOTHING, firestoreWrites: 20_000 * daysPerMonth + 100_000, logging: 52 };
    const { lines, dollars } = billOf(month, prices);
    near(dollars, 0.09 + 1);
    assert.equal(lines.find((line) => line.resource === 'firestoreWrites')?.billed, 100_000);
    assert.equal(lines.find((line) => line.resource === 'logging')?.billed, 2);
  });

  it('is the sum of its lines, each of which is the price of what is not free', () => {
    fc.assert(
      fc.property(quantities, (month) => {
        const { lines, dollars } = billOf(month, prices);
        assert.equal(lines.length, RESOURCES.length);
        near(
          dollars,
          lines.reduce((sum, line) => sum + line.dollars, 0),
        );
        for (const line of lines) {
          const { price, per } = prices.lines[line.resource];
          near(line.billed, Math.max(0, month[line.resource] - free[line.resource]));
          near(line.dollars, (line.billed * price) / per);
        }
      }),
    );
  });

  it('is linear beyond the free tier: twice as much more costs twice as much', () => {
    fc.assert(
      fc.property(quantities, (more) => {
        const once = billOf(addQuantities(free, more), prices).dollars;
        near(billOf(addQuantities(free, timesQuantities(more, 2)), prices).dollars, 2 * once);
      }),
    );
  });

  it('never falls when more of anything is used', () => {
    fc.assert(
      fc.property(quantities, resource, fc.double({ min: 0, max: 1e12, noNaN: true }), (month, one, more) => {
        const grown = { ...month, [one]: month[one] + more };
        assert.ok(billOf(grown, prices).dollars >= billOf(month, prices).dollars);
      }),
    );
  });
});

describe('the seconds that instances are billed for', () => {
  it('are those of each request in steps of 100 ms, where requests do not meet', () => {
    const seldom = { requests: 1_000, secondsEach: 0.03, cpuSecondsEach: 0.01 };
    const billed = instanceSeconds(seldom, 80, daysPerMonth);
    assert.ok(billed <= 100.000001, 'never more than a step of 100 ms each');
    assert.ok(billed > 29.9, 'hardly any request meets another one');
  });

  it('are at most those of requests that never meet, and at least those of the CPU that they need', () => {
    fc.assert(
      fc.property(load, concurrency, (its, at) => {
        const billed = instanceSeconds(its, at, daysPerMonth);
        const apart = its.requests * Math.ceil(its.secondsEach / 0.1) * 0.1;
        assert.ok(billed <= apart * (1 + 1e-9));
        assert.ok(billed >= Math.min(apart, its.requests * its.cpuSecondsEach) * (1 - 1e-9));
      }),
    );
  });

  it('never fall with more requests, and never rise with more concurrency', () => {
    fc.assert(
      fc.property(load, concurrency, fc.integer({ min: 1, max: 1_000_000 }), (its, at, more) => {
        const billed = instanceSeconds(its, at, daysPerMonth);
        const grown = { ...its, requests: its.requests + more };
        assert.ok(instanceSeconds(grown, at, daysPerMonth) >= billed * (1 - 1e-9));
        assert.ok(instanceSeconds(its, at + 1, daysPerMonth) <= billed * (1 + 1e-9));
      }),
    );
  });

  it('grow in step with the requests where these are many', () => {
    const busy = { requests: 1e10, secondsEach: 0.05, cpuSecondsEach: 0.01 };
    const twice = instanceSeconds({ ...busy, requests: 2e10 }, 80, daysPerMonth);
    near(twice, 2 * instanceSeconds(busy, 80, daysPerMonth));
  });
});

describe('prices by tier', () => {
  const { tiers } = prices.apart.identityPlatform;

  it('are nothing within the first tier, and each unit costs by its own tier', () => {
    assert.equal(tieredDollars(50_000, tiers), 0);
    near(tieredDollars(1_000_000, tiers), 50_000 * 0.0055 + 900_000 * 0.0046);
  });

  it('never fall with more units, and never jump', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), (units) => {
        const step = tieredDollars(units + 1, tiers) - tieredDollars(units, tiers);
        assert.ok(step >= 0 && step <= 0.006);
      }),
    );
  });
});

describe('a request to Pub/Sub', () => {
  it('is billed with at least 1,000 bytes, unless there is none', () => {
    assert.deepEqual([0, 1, 999, 1_000, 2_500].map(pubsubBytes), [0, 1_000, 1_000, 1_000, 2_500]);
  });
});
