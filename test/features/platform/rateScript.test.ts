import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { admitInRedis, WINDOW_MS } from '../../../functions/src/platform/rateLimit.ts';
import { admitLocally } from '../../../functions/src/platform/rateLimitLocal.ts';
import { eventually } from '../../support/eventually.ts';
import { redisClient } from '../../support/redisClient.ts';

const START_MS = 1_000_000_000;

describe('the rate limit script', function () {
  this.timeout(60_000);

  before(() => eventually(async () => assert.ok(await admitInRedis([{ key: randomUUID(), limit: 1 }]))));

  it('answers what its process-local twin answers, on any sequence of calls over two keys', async () => {
    const which = fc.constantFrom([0], [1], [0, 1], [1, 0]);
    const step = fc.tuple(fc.integer({ min: 0, max: WINDOW_MS / 2 }), which);
    const limit = fc.integer({ min: 1, max: 4 });
    const sequence = fc.array(step, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(sequence, fc.tuple(limit, limit), fc.tuple(limit, limit), async (steps, early, late) => {
        const keys = [randomUUID(), randomUUID()];
        let nowMs = START_MS;
        for (const [index, [gap, chosen]] of steps.entries()) {
          nowMs += gap;
          // The limits may change while windows are filled.
          const limits = index < steps.length / 2 ? early : late;
          const rules = chosen.map((at) => ({ key: keys[at] ?? '', limit: limits[at] ?? 1 }));
          assert.deepEqual(await admitInRedis(rules, nowMs), admitLocally(rules, WINDOW_MS, nowMs));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('admits exactly the limit of many calls at once', async () => {
    const rules = [{ key: randomUUID(), limit: 10 }];
    const counted = await Promise.all(Array.from({ length: 50 }, () => admitInRedis(rules, START_MS)));
    assert.equal(counted.filter((one) => one?.admitted).length, 10);
  });

  it('still answers after Redis has forgotten its scripts', async () => {
    await (await redisClient()).script('FLUSH');
    assert.equal((await admitInRedis([{ key: randomUUID(), limit: 1 }]))?.admitted, true);
  });

  it('reads the time from Redis, so that instances with wrong clocks count alike', async () => {
    const counted = await admitInRedis([{ key: randomUUID(), limit: 1 }]);
    const [seconds] = await (await redisClient()).time();
    assert.ok(Math.abs((counted?.nowMs ?? 0) - Number(seconds) * 1_000) < 5_000);
  });

  it('leaves nothing in Redis longer than a window', async () => {
    const key = randomUUID();
    await admitInRedis([{ key, limit: 1 }], START_MS);
    const ttlMs = await (await redisClient()).pttl(`rate:${key}`);
    assert.ok(ttlMs > 0 && ttlMs <= WINDOW_MS, String(ttlMs));
  });
});
