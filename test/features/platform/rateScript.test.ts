import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  admit,
  admitInRedis,
  SLIDING_WINDOW_LUA,
  WINDOW_MS,
} from '../../../functions/src/platform/limits/rateLimit.ts';
import { admitLocally, type Counted, type RateRule } from '../../../functions/src/platform/limits/rateLimitLocal.ts';
import { eventually } from '../../support/eventually.ts';
import { redisClient } from '../../support/redisClient.ts';

const START_MS = 1_000_000_000;

/** The script itself, by a client that has all the time of a busy machine, where our own gives up after its budget. */
async function counted(rules: readonly RateRule[], nowMs = 0): Promise<Counted> {
  const keys = rules.map(({ key }) => `rate:${key}`);
  const limits = rules.map(({ limit }) => limit);
  const client = await redisClient();
  const reply = await client.eval(SLIDING_WINDOW_LUA, keys.length, ...keys, nowMs, WINDOW_MS, randomUUID(), ...limits);
  const [admitted, tightest = 0, used = 0, oldestMs = 0, answeredMs = 0] = Array.isArray(reply)
    ? reply.map(Number)
    : [];
  return { admitted: admitted === 1, tightest: tightest - 1, used, oldestMs, nowMs: answeredMs };
}

describe('the rate limit script', function () {
  this.timeout(60_000);

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
          assert.deepEqual(await counted(rules, nowMs), admitLocally(rules, WINDOW_MS, nowMs));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('admits exactly the limit of many calls at once', async () => {
    const rules = [{ key: randomUUID(), limit: 10 }];
    const answers = await Promise.all(Array.from({ length: 50 }, () => counted(rules, START_MS)));
    assert.equal(answers.filter(({ admitted }) => admitted).length, 10);
  });

  it('is sent again after Redis has forgotten its scripts, and answers the same as our own client reads it', async () => {
    await eventually(async () => {
      await (await redisClient()).script('FLUSH');
      const rules = [{ key: randomUUID(), limit: 1 }];
      const first = await admitInRedis(rules, START_MS);
      assert.deepEqual(first, { admitted: true, tightest: 0, used: 1, oldestMs: START_MS, nowMs: START_MS });
      assert.deepEqual(await admitInRedis(rules, START_MS + 1), await counted(rules, START_MS + 1));
    });
  });

  it('forgets a call that gave its places back, on all of its keys', async () => {
    await eventually(async () => {
      const rules = [
        { key: randomUUID(), limit: 1 },
        { key: randomUUID(), limit: 2 },
      ];
      const { verdict, giveBack } = await admit(rules, Date.now());
      const client = await redisClient();
      const used = () => Promise.all(rules.map(({ key }) => client.zcard(`rate:${key}`)));
      assert.deepEqual([verdict.admitted, await used()], [true, [1, 1]]);
      await giveBack();
      assert.deepEqual(await used(), [0, 0]);
    });
  });

  it('reads the time from Redis, so that instances with wrong clocks count alike', async () => {
    const { nowMs } = await counted([{ key: randomUUID(), limit: 1 }]);
    const [seconds] = await (await redisClient()).time();
    assert.ok(Math.abs(nowMs - Number(seconds) * 1_000) < 5_000);
  });

  it('leaves nothing in Redis longer than a window', async () => {
    const key = randomUUID();
    await counted([{ key, limit: 1 }], START_MS);
    const ttlMs = await (await redisClient()).pttl(`rate:${key}`);
    assert.ok(ttlMs > 0 && ttlMs <= WINDOW_MS, String(ttlMs));
  });
});
