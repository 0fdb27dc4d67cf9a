import assert from 'node:assert/strict';
import { demoSettings } from '../../support/demoSettings.ts';
import { eventually } from '../../support/eventually.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist } from '../../support/keyed.ts';
import { redisClient } from '../../support/redisClient.ts';
import { Relay } from '../../support/relay.ts';
import { freshDevice, freshKey, type Player, world } from '../../support/world.ts';
import { asksWhile } from './redisProbe.ts';

const target = new URL(process.env.REDIS_URL ?? '').host;
const WARNING = 'redis unavailable, falling back';

/** Creates an account, sends the request again, reuses its key and runs into the limit: all that Redis has a part in. */
async function playThrough(url: string): Promise<Player> {
  const player = await world.visitor();
  const create = { deviceHash: player.deviceHash, idempotencyKey: freshKey() };
  const first = await player.call('createUser', create, { url });
  assert.equal(first.error, undefined);
  const replay = await player.call('createUser', create, { url });
  assert.deepEqual(replay.result, { ...first.result, replayed: true });
  const reused = await player.call('createUser', { ...create, deviceHash: freshDevice() }, { url });
  assert.equal(reused.error?.details.code, 'idempotency/key-reused');
  const { deviceHash } = player;
  for (let call = 0; call < 5; call += 1) await insist(player, 'bindDevice', { deviceHash }, { url });
  const limited = await player.call('bindDevice', { deviceHash, idempotencyKey: freshKey() }, { url });
  assert.equal(limited.error?.details.code, 'rate/limited');
  return player;
}

/** Whether what a player does through these functions reaches Redis. */
async function reachesRedis(url: string): Promise<void> {
  const player = await world.player();
  await insist(player, 'bindDevice', { deviceHash: player.deviceHash }, { url });
  assert.equal(await (await redisClient()).exists(`rate:bindDevice:uid:${player.uid}`), 1);
}

describe('with Redis away', function () {
  this.timeout(240_000);
  let relay: Relay;
  let server: FunctionServer | undefined;

  beforeEach(async () => {
    relay = await Relay.to(target);
  });
  afterEach(async () => {
    await server?.stop();
    await relay.close();
  });

  it('everything works where Redis was never up, with one structured warning', async () => {
    server = await FunctionServer.start({ ...demoSettings(), REDIS_URL: 'redis://127.0.0.1:1' });
    await playThrough(server.url);
    await playThrough(server.url);
    const { logs } = server;
    assert.equal(logs.filter(({ message }) => message === WARNING).length, 1);
    const [warning] = logs.filter(({ message }) => message === WARNING);
    assert.deepEqual(
      [warning?.severity, typeof warning?.time, typeof warning?.correlationId],
      ['WARNING', 'string', 'string'],
    );
    assert.deepEqual(
      logs.filter(({ severity }) => severity === 'ERROR'),
      [],
    );
  });

  it('everything works without REDIS_URL, silently', async () => {
    server = await FunctionServer.start({ REDIS_URL: '' });
    await playThrough(server.url);
    assert.deepEqual(server.logged(WARNING), []);
  });

  it('everything works with a Redis that accepts and never answers', async () => {
    relay.fallSilent();
    server = await FunctionServer.start({ REDIS_URL: `redis://${relay.address}` });
    await playThrough(server.url);
    assert.equal(server.logged(WARNING).length, 1);
    assert.ok(relay.connections >= 1, 'it was asked');
  });

  it('everything works with a Redis that falls silent in mid-flight, and Redis is used again when it is back', async () => {
    server = await FunctionServer.start({ REDIS_URL: `redis://${relay.address}` });
    const { url } = server;
    await eventually(() => reachesRedis(url));
    const { connections } = relay;
    relay.fallSilent();
    await playThrough(url);
    // A new connection is made in the silence: that one will never speak, and must not be waited for either.
    await eventually(async () => assert.ok(relay.connections > connections));
    relay.speakAgain();
    await eventually(() => reachesRedis(url), 30_000);
    assert.equal(server.logged(WARNING).length, 1);
  });

  it('Redis is used once it is up, where it was not when the instance started', async () => {
    const { address } = relay;
    await relay.close();
    server = await FunctionServer.start({ REDIS_URL: `redis://${address}` });
    const { url } = server;
    await playThrough(url);
    relay = await Relay.to(target, Number(address.split(':')[1]));
    await eventually(() => reachesRedis(url), 30_000);
  });

  it('a fresh instance counts its very first call in Redis, and warns of nothing', async () => {
    // A busy machine may miss the budget now and then; what loading the library costs would miss it each time.
    await eventually(async () => {
      await server?.stop();
      server = await FunctionServer.start({ REDIS_URL: `redis://${relay.address}`, REDIS_TIMEOUT_MS: '40' });
      await reachesRedis(server.url);
      assert.deepEqual(server.logged(WARNING), []);
    }, 150_000);
  });

  it('a black-holed Redis costs a call at most 50 ms, however often the call asks', async () => {
    // What a busy machine adds is different each time; what the budget costs is there each time.
    const trials: number[][] = [];
    for (let trial = 0; trial < 5; trial += 1) trials.push(await asksWhile(relay, 3));
    const costs = trials.map((asks) => asks.reduce((sum, ask) => sum + ask, 0));
    assert.ok(Math.min(...costs) <= 50, costs.join(', '));
  });
});
