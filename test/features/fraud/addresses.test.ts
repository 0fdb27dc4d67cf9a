import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { OwnRedis } from '../events/ownRedis.ts';
import { claim, codeOf } from '../referrals/claims.ts';
import { askFor } from '../withdrawals/asked.ts';
import { everythingIn } from '../withdrawals/redisContents.ts';

interface Override {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl?: boolean;
}

describe('an address', function () {
  this.timeout(60_000);
  let world: DarkWorld;
  let redis: OwnRedis;

  before(async () => {
    redis = await OwnRedis.start();
    world = await DarkWorld.open({ REDIS_URL: redis.url });
  });
  after(async () => {
    await world.close();
    await redis.stop();
  });

  const hashOf = async ({ uid }: DarkPerson): Promise<string> =>
    (await world.server.ask('read', `risk/${uid}`))?.addresses.at(-1).hash;

  it('is stored nowhere as it is, whatever its owner does, and appears in no log', async () => {
    const [referrer, player] = [await world.player(), await world.earner(2_000)];
    await claim(player, await codeOf(referrer));
    await askFor(player);
    await player.call('batchEvents', { events: [] });
    await world.pump();
    const documents = await world.server.ask('scan');
    assert.ok(documents.some(({ path }) => path === `risk/${player.uid}`));
    assert.ok(documents.some(({ path }) => path.startsWith('addressClaims/')));
    for (const { path, data } of documents) {
      assert.ok(!`${path} ${JSON.stringify(data)}`.includes(player.address), path);
    }
    const cached = await everythingIn(redis);
    assert.match(cached, /requestWithdrawal:ip:/);
    assert.ok(!cached.includes(player.address), 'Redis');
    assert.ok(world.server.logs.length > 0);
    for (const line of world.server.logs) assert.ok(!line.includes(player.address), line);
  });

  it('is hashed under a secret: the same one looks different in another deployment', async () => {
    const player = await world.player();
    const other = await world.another({ ADDRESS_HASH_KEY: 'dd'.repeat(32) });
    try {
      const twin = await world.person();
      const options = { url: other.url, headers: { 'x-forwarded-for': player.address } };
      await twin.send('createUser', { deviceHash: twin.deviceHash }, options);
      const same = await world.person();
      const here = { headers: { 'x-forwarded-for': player.address } };
      await same.send('createUser', { deviceHash: same.deviceHash }, here);
      assert.equal(await hashOf(same), await hashOf(player));
      assert.notEqual(await hashOf(twin), await hashOf(player));
      for (const one of [twin, same]) assert.match(await hashOf(one), /^[0-9a-f]{64}$/);
    } finally {
      await other.stop();
    }
  });

  it('of the referrer scores while it is kept, and not a day longer, though Firestore deletes late', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const headers = { 'x-forwarded-for': referrer.address };
    for (const [days, evidence] of [
      [0, { hasEarned: 10, hasPlayed: 10, sameAddress: 10, deviceSeenElsewhere: 15 }],
      [29, { hasEarned: 10, hasPlayed: 10, sameAddress: 10, deviceSeenElsewhere: 15 }],
      [31, { hasEarned: 10, hasPlayed: 10, deviceSeenElsewhere: 15 }],
    ] as const) {
      const claimer = await world.player();
      await claimer.aged(-days);
      await claimer.mend({ stats: { coinsEarned: 1, adsWatched: 1 } });
      const holder = { uid: 'somebody', boundAtMs: 0 };
      await world.server.ask('write', `devices/${claimer.deviceHash}`, { history: [holder] });
      const then = await world.later(days);
      try {
        const { error } = await claim(claimer, code, {}, { url: then.url, headers });
        assert.equal(error?.details.code, 'referrals/blocked');
      } finally {
        await then.stop();
      }
      const logs = (await world.server.ask('list', 'fraudLogs')).filter(({ data }) => data.uid === claimer.uid);
      assert.deepEqual(
        logs.map(({ data }) => data.evidence),
        [evidence],
        `${days} days later`,
      );
    }
  });

  it('is forgotten by Firestore itself: what holds a hash says until when, and the field has a TTL policy', async () => {
    const file = join(import.meta.dirname, '../../../firestore.indexes.json');
    const { fieldOverrides }: { fieldOverrides: Override[] } = JSON.parse(readFileSync(file, 'utf8'));
    const [referrer, player] = [await world.player(), await world.player()];
    await claim(player, await codeOf(referrer));
    const documents = await world.server.ask('scan');
    for (const [collection, days] of [
      ['risk', 30],
      ['addressClaims', 1 / 24],
    ] as const) {
      const policy = fieldOverrides.find(
        ({ collectionGroup: of, fieldPath }) => of === collection && fieldPath === 'expireAt',
      );
      assert.equal(policy?.ttl, true, collection);
      const found = documents.filter(({ path }) => path.startsWith(`${collection}/`));
      assert.ok(found.length > 0);
      for (const { data } of found) {
        const keptDays = (data.expireAt - Date.now()) / 86_400_000;
        assert.ok(keptDays > 0 && keptDays <= days, `${collection}: ${keptDays} days`);
      }
    }
  });
});
