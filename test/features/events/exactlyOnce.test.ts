import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { darkProject, Instance, RefusedThere } from './instances.ts';
import { OwnRedis } from './ownRedis.ts';
import { type WireEvent, wins, yesterday } from './wireEvents.ts';

const SENDS = 20;
const EVENTS = 120;
const MAX_RETRIES = 40;

/** Twenty batches of one player's events, each sharing most of its events with its neighbours. */
function overlappingBatches(events: readonly WireEvent[]): WireEvent[][] {
  const step = EVENTS / SENDS;
  return Array.from({ length: SENDS }, (_, at) => [...events, ...events].slice(at * step, at * step + 5 * step));
}

/** As a client does: a refusal that a retry can help is retried with the very same events. */
async function sendUntilAnswered(instance: Instance, uid: string, events: readonly WireEvent[]): Promise<unknown> {
  for (let retry = 0; ; retry += 1) {
    try {
      return await instance.ask('send', uid, events);
    } catch (error) {
      const again = error instanceof RefusedThere && error.code === 'platform/contention';
      if (!again || retry === MAX_RETRIES) throw error;
      await delay(Math.random() * 2_000);
    }
  }
}

type Result = { idempotencyKey: string; status: string; coins: number };

describe('20 concurrent sends of overlapping batches', function () {
  this.timeout(90_000);
  const project = darkProject();
  let redis: OwnRedis;
  let instances: Instance[];

  beforeEach(async () => {
    redis = await OwnRedis.start();
    const environment = { GCLOUD_PROJECT: project, REDIS_URL: redis.url };
    instances = Array.from({ length: 4 }, () => new Instance(environment));
    const { rateLimits } = defaultEconomyConfig;
    const unlimited = { ...rateLimits, functions: { batchEvents: { perUid: 10_000, perIp: 10_000 } } };
    const config = { ...defaultEconomyConfig, rateLimits: { ...unlimited, default: { perUid: 1_000, perIp: 1_000 } } };
    const stored = { version: 1, config, updatedAtMs: 0, updatedBy: 'test' };
    await instances[0]?.ask('write', 'config/economy', stored);
  });
  afterEach(async () => {
    await Promise.all([redis.stop(), ...instances.map((instance) => instance.end())]);
  });

  async function creditEachOnce(halfWay: () => Promise<void>): Promise<void> {
    const [first] = instances;
    assert.ok(first !== undefined);
    const uid = await first.ask('openAccount');
    const events = wins(EVENTS);
    let answered = 0;
    const answers = await Promise.all(
      overlappingBatches(events).map(async (batch, at) => {
        const answer: any = await sendUntilAnswered(instances[at % instances.length] ?? first, uid, batch);
        answered += 1;
        if (answered === SENDS / 2) await halfWay();
        return answer;
      }),
    );
    const results: Result[] = answers.flatMap(({ results: some }) => some);
    assert.ok(results.every(({ status, coins }) => status !== 'rejected' && coins === 10));
    const credited = results.filter(({ status }) => status === 'credited').map(({ idempotencyKey }) => idempotencyKey);
    assert.equal(new Set(credited).size, credited.length, 'no event is called credited twice');
    await assertLedger(first, uid, events);
  }

  /** What was stored, whatever was answered. */
  async function assertLedger(instance: Instance, uid: string, events: readonly WireEvent[]): Promise<void> {
    const user: any = await instance.ask('read', `users/${uid}`);
    const page: any = await instance.ask('read', `users/${uid}/days/${yesterday()}`);
    assert.equal(user.balances.coins.available, EVENTS * 10);
    assert.equal(user.stats.gamesWon, EVENTS);
    assert.equal(page.stats.events, EVENTS);
    assert.equal(page.postings.length, user.version);
    const again: any = await instance.ask('credit', uid, events);
    assert.equal(again.duplicates, EVENTS);
    assert.equal(again.version, user.version);
  }

  it('credit each event once with Redis up', () => creditEachOnce(async () => {}));
  it('credit each event once with Redis flushed half-way', () => creditEachOnce(() => redis.flush()));
  it('credit each event once with Redis stopped half-way', () => creditEachOnce(() => redis.stop()));

  it('credit each event once with Redis gone before', async () => {
    await redis.stop();
    await creditEachOnce(async () => {});
  });
});
