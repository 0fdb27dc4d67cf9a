import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { askRedis, closeRedis } from '../../../functions/src/platform/redis/redis.ts';
import { settings } from '../../../functions/src/platform/runtime/settings.ts';
import { eventually } from '../../support/eventually.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist } from '../../support/keyed.ts';
import { Relay } from '../../support/relay.ts';
import { freshKey, world } from '../../support/world.ts';
import { OwnRedis } from '../events/ownRedis.ts';

/** Keeps this process busy, as a large batch or a collection of garbage does: nothing is read meanwhile. */
function stall(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

describe('what is no fault of Redis, and what is', function () {
  this.timeout(60_000);
  const usual = { ...settings() };
  const servers: OwnRedis[] = [];

  async function start(...options: readonly string[]): Promise<OwnRedis> {
    const server = await OwnRedis.start(...options);
    servers.push(server);
    return server;
  }

  async function use(REDIS_URL: string, REDIS_TIMEOUT_MS = 40): Promise<void> {
    await closeRedis();
    Object.assign(settings(), { REDIS_URL, REDIS_TIMEOUT_MS });
    await eventually(async () => assert.equal(await askRedis((redis) => redis.ping()), 'PONG'));
  }

  afterEach(async () => {
    await use(usual.REDIS_URL, usual.REDIS_TIMEOUT_MS);
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  /** How many connections the server has ever had, with the one that asks. */
  async function connections(server: OwnRedis): Promise<number> {
    const [, counted] = /total_connections_received:(\d+)/.exec(await server.command('INFO stats')) ?? [];
    return Number(counted ?? assert.fail('not counted'));
  }

  it('a stall of our own process costs no answer and no connection', async () => {
    const server = await start();
    await use(server.url);
    const before = await connections(server);
    const ask = (at: number) =>
      askRedis((redis) => {
        const answer = redis.echo(`answer ${at}`);
        // All commands are on their way by now; the answers come while nobody reads.
        if (at === 4) stall(500);
        return answer;
      });
    const answers = Array.from({ length: 5 }, (_, at) => ask(at));
    assert.deepEqual(
      await Promise.all(answers),
      answers.map((_, at) => `answer ${at}`),
    );
    assert.equal(await connections(server), before + 1);
  });

  it('a primary that became a replica is left for whom its address leads to now', async () => {
    const [old, next] = [await start(), await start()];
    const relay = await Relay.to(`127.0.0.1:${old.port}`);
    try {
      await use(`redis://${relay.address}`);
      const [key, lost] = [freshKey(), freshKey()];
      const written = (name: string) => askRedis((redis) => redis.set(name, 'written'));
      await eventually(async () => assert.equal(await written(key), 'OK'));
      relay.leadTo(next.port);
      await old.command(`REPLICAOF 127.0.0.1 ${next.port}`);
      await written(lost);
      await eventually(async () => assert.equal(await written(key), 'OK'));
      assert.match(await next.command(`GET ${key}`), /written/);
    } finally {
      await relay.close();
    }
  });

  it('a cluster, which takes no script of two keys, is done without, and the warning says why', async () => {
    const file = `${tmpdir()}/nodes-${freshKey()}.conf`;
    const cluster = await start('--cluster-enabled', 'yes', '--cluster-config-file', file);
    await cluster.command('CLUSTER ADDSLOTSRANGE 0 16383');
    const server = await FunctionServer.start({ REDIS_URL: cluster.url });
    try {
      const { url } = server;
      const player = await world.player();
      const { deviceHash } = player;
      for (let call = 0; call < 5; call += 1) await insist(player, 'bindDevice', { deviceHash }, { url });
      const limited = await player.call('bindDevice', { deviceHash, idempotencyKey: freshKey() }, { url });
      assert.equal(limited.error?.details.code, 'rate/limited');
      const [warning, ...more] = server.logged('redis unavailable, falling back');
      assert.match(String(warning?.errorMessage), /slot/i);
      assert.equal(more.length, 0);
    } finally {
      await server.stop();
    }
  });
});
