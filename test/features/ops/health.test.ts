import assert from 'node:assert/strict';
import { functionsUrl } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { darkProject, Instance } from '../events/instances.ts';
import { freePort, OwnRedis } from '../events/ownRedis.ts';

type Checks = Record<string, { ok: boolean; latencyMs: number }>;

/** Which of the dependencies answered. */
function answered(checks: Checks): Record<string, boolean> {
  return Object.fromEntries(Object.entries(checks).map(([name, { ok }]) => [name, ok]));
}

describe('health', function () {
  this.timeout(60_000);
  const started: Instance[] = [];
  const redisServers: OwnRedis[] = [];

  function instance(environment: Record<string, string>): Instance {
    const one = new Instance({ GCLOUD_PROJECT: darkProject(), HEALTH_CACHE_SECONDS: '0', ...environment });
    started.push(one);
    return one;
  }

  async function ownRedis(): Promise<OwnRedis> {
    const redis = await OwnRedis.away();
    redisServers.push(redis);
    return redis;
  }

  afterEach(async () => {
    await Promise.all([
      ...started.splice(0).map((one) => one.end()),
      ...redisServers.splice(0).map((one) => one.stop()),
    ]);
  });

  it('answers anybody, outside a deployment, with each dependency and how long it took', async () => {
    const { status, body } = await eventually(async () => {
      const response = await fetch(`${functionsUrl}/health`);
      const parsed: any = await response.json();
      // A cold emulator can take longer than the check allows; a warm one never does.
      assert.equal(parsed.status, 'ok');
      return { status: response.status, body: parsed };
    });
    assert.equal(status, 200);
    assert.deepEqual(answered(body.checks), { firestore: true, pubsub: true, redis: true });
    for (const { latencyMs } of Object.values(body.checks as Checks)) assert.ok(Number.isInteger(latencyMs));
    assert.ok(Math.abs(body.time - Date.now()) < 60_000);
  });

  it('does not say that Redis is away because the process has just started', async () => {
    const redis = await ownRedis();
    await redis.open();
    const { body } = await instance({ REDIS_URL: redis.url }).ask('health');
    assert.equal(body.checks.redis.ok, true);
  });

  it('says that and nothing else: no address, no secret, no reason', async () => {
    const text = await (await fetch(`${functionsUrl}/health`)).text();
    const { status, checks, time, ...others } = JSON.parse(text);
    assert.deepEqual(others, {});
    assert.ok(typeof status === 'string' && typeof time === 'number');
    for (const check of Object.values(checks as Checks)) assert.deepEqual(Object.keys(check), ['ok', 'latencyMs']);
    for (const secret of ['127.0.0.1', 'redis://', process.env.GCLOUD_PROJECT ?? '?'])
      assert.ok(!text.includes(secret));
  });

  it('tells each dependency to monitoring alone where it is deployed, and to others how it is on the whole', async () => {
    const HEALTH_KEY = 'a-key-for-monitoring';
    const deployed = { K_SERVICE: 'health', REDIS_URL: '' };
    const one = instance({ ...deployed, HEALTH_KEY });
    const { body } = await one.ask('health', `Bearer ${HEALTH_KEY}`);
    assert.deepEqual(Object.keys(body), ['status', 'time', 'checks']);
    assert.deepEqual(Object.keys((await one.ask('health')).body), ['status', 'time']);
    for (const wrong of ['', 'Bearer ', HEALTH_KEY, `bearer ${HEALTH_KEY}`, `Bearer ${HEALTH_KEY}s`]) {
      assert.deepEqual(Object.keys((await one.ask('health', wrong)).body), ['status', 'time'], wrong);
    }
    const keyless = instance(deployed);
    for (const wrong of ['', 'Bearer ']) {
      assert.deepEqual(Object.keys((await keyless.ask('health', wrong)).body), ['status', 'time'], wrong);
    }
  });

  it('asks the dependencies once, however many ask it within its time', async () => {
    // A process that has just started can need longer than a check allows, and then asks nothing in that time.
    const { one, counted } = await eventually(async () => {
      const fresh = instance({ REDIS_URL: '', HEALTH_CACHE_SECONDS: '60' });
      const answers = await Promise.all(Array.from({ length: 20 }, () => fresh.count('health')));
      assert.equal(answers[0]?.value.body.status, 'ok');
      return { one: fresh, counted: answers };
    });
    // What one of them sends while others wait is counted for all of these.
    const asked = Math.max(...counted.map(({ traffic }) => traffic.calls.BatchGetDocuments ?? 0));
    const again = await one.count('health');
    assert.deepEqual([asked, again.traffic.calls], [1, {}]);
    assert.equal(new Set(counted.map(({ value }) => value.body.time)).size, 1);
    assert.equal(again.value.body.time, counted[0]?.value.body.time);
  });

  it('is degraded, not down, while Redis is away, and well when it is back', async () => {
    const redis = await ownRedis();
    const one = instance({ REDIS_URL: redis.url });
    // A process that has just started can need longer than a check allows.
    const first = await eventually(async () => {
      const answer = await one.ask('health');
      assert.equal(answer.body.status, 'degraded');
      return answer;
    });
    assert.equal(first.status, 200);
    assert.equal(first.body.checks.redis.ok, false);
    await redis.open();
    await eventually(async () => assert.equal((await one.ask('health')).body.status, 'ok'));
    await redis.stop();
    await eventually(async () => assert.equal((await one.ask('health')).body.status, 'degraded'));
  });

  it('does not ask for a Redis that is not configured', async () => {
    const one = instance({ REDIS_URL: '' });
    await eventually(async () => {
      assert.deepEqual(answered((await one.ask('health')).body.checks), { firestore: true, pubsub: true });
    });
  });

  for (const [name, variable] of [
    ['firestore', 'FIRESTORE_EMULATOR_HOST'],
    ['pubsub', 'PUBSUB_EMULATOR_HOST'],
  ] as const) {
    it(`is down with 503 where ${name} does not answer, within a few seconds`, async () => {
      const one = instance({ [variable]: `127.0.0.1:${await freePort()}`, REDIS_URL: '' });
      const { status, body } = await one.ask('health');
      assert.deepEqual([status, body.status], [503, 'down']);
      assert.equal(body.checks[name].ok, false);
      assert.ok(body.checks[name].latencyMs < 4_000);
    });
  }
});
