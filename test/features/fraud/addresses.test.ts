import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { OwnRedis } from '../events/ownRedis.ts';
import { wire } from '../events/wireEvents.ts';
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

  const hashOf = async ({ uid }: DarkPerson): Promise<string | undefined> =>
    (await world.server.ask('record', uid)).places.at(-1)?.[0];

  const blockOf = async ({ uid }: DarkPerson) =>
    (await world.server.ask('list', 'fraudLogs')).map(({ data }) => data).find((entry) => entry.uid === uid);

  it('is stored nowhere as it is, whatever its owner does, and appears in no log', async () => {
    const [referrer, player] = [await world.player(), await world.earner(2_000)];
    await claim(player, await codeOf(referrer));
    await askFor(player);
    await player.call('batchEvents', { events: [wire('GAME_WON')] });
    await world.pump();
    const documents = await world.server.ask('scan');
    assert.equal((await world.server.ask('record', player.uid)).places.length, 1);
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
      for (const one of [twin, same]) assert.match((await hashOf(one)) ?? '', /^[0-9a-f]{32}$/);
    } finally {
      await other.stop();
    }
  });

  it('is recognised when a new key hashes, and so are devices, destinations and claims of before', async () => {
    const [referrer, payee, gone] = [await world.player(), await world.earner(2_000), await world.player()];
    const code = await codeOf(referrer);
    const details = { paymentDetails: { email: 'a.b+1@googlemail.com' } };
    await askFor(payee, details);
    await gone.insist('deleteAccount', { confirm: 'DELETE' });
    for (let at = 0; at < 3; at += 1) {
      await claim(await world.player(), code, {}, { headers: { 'x-forwarded-for': referrer.address } });
    }
    const [earlier, later] = [demoSettings().ADDRESS_HASH_KEY ?? '', 'dd'.repeat(32)];
    const ring = { current: 'v2', keys: { v1: earlier, v2: later } };
    const rotated = await world.another({ ADDRESS_HASH_KEY: JSON.stringify(ring) });
    const there = { url: rotated.url };
    try {
      const again = await world.person();
      const used = await again.send('createUser', { deviceHash: gone.deviceHash, referralCode: code }, there);
      assert.equal(used.error?.details.code, 'referrals/device-used');

      const suspect = await world.player();
      await suspect.mend({ stats: { coinsEarned: 1, adsWatched: 1 } });
      const headers = { 'x-forwarded-for': referrer.address };
      const blocked = await claim(suspect, code, {}, { ...there, headers });
      assert.equal(blocked.error?.details.code, 'referrals/blocked');
      const known = { hasEarned: 10, hasPlayed: 10, sameAddress: 10, manyClaims: 5 };
      assert.deepEqual((await blockOf(suspect))?.evidence, known, 'the fourth claim from the address of the referrer');

      const twin = await world.earner(2_000);
      const same = { paymentDetails: { email: 'AB@gmail.com' } };
      await twin.mend({ stats: { gamesWon: 10, adsWatched: 50, implausible: 1 } });
      assert.equal((await askFor(twin, same, there)).error?.details.code, 'withdrawals/blocked');
      const { evidence } = (await blockOf(twin)) ?? {};
      // No unusual place: the address that the account was opened at is known under the key of then.
      assert.deepEqual(evidence, { newAccount: 20, implausiblePlay: 15, sharedDestination: 25 });
      await twin.mend({ stats: { gamesWon: 10, adsWatched: 50, implausible: 0 } });
      const { result } = await askFor(twin, same, there);
      const sharers = async () => {
        const found = (await world.server.ask('list', 'payoutDestinations')).map(({ data }) => data.uids);
        return found.filter((uids) => uids.some((uid: string) => [payee.uid, twin.uid].includes(uid)));
      };
      const byCount = (left: string[], right: string[]) => right.length - left.length;
      assert.deepEqual((await sharers()).sort(byCount), [[payee.uid, twin.uid], [twin.uid]]);
      await twin.insist('cancelWithdrawal', { withdrawalId: result.withdrawalId });
      await twin.insist('deleteAccount', { confirm: 'DELETE' });
      assert.deepEqual(await sharers(), [['deleted', payee.uid]], 'and is forgotten at each of its hashes');
    } finally {
      await rotated.stop();
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
    for (const [collection, days] of [['addressClaims', 1 / 24]] as const) {
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
