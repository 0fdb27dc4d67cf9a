import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { wins } from '../events/wireEvents.ts';
import { decide } from '../fraud/suspects.ts';
import { claim, codeOf } from '../referrals/claims.ts';
import { askFor, withdraw } from '../withdrawals/asked.ts';

/** As other systems name people: with what separates parts of paths, of keys, of patterns and of addresses. */
const SHAPES: readonly ((id: string) => string)[] = [
  (id) => `line:U1:${id}`,
  (id) => `auth0|${id}`,
  (id) => `g.42.${id}@studio`,
  (id) => `$&$1-{uid}-${id}`,
  (id) => `Zoë Ω 李 ${id} 😀`,
  (id) => `100%2F?#&=+"'\\<${id}>`,
  (id) => `${id}\n`,
];

/** What others were answered, for as long as their keys live. */
const KEPT = new Set(['idempotency']);

describe('a player whose uid is of another system', function () {
  this.timeout(60_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  /** All that is stored of somebody, wherever it stands. */
  const traces = async ({ uid }: DarkPerson) => {
    const mentioned = (data: unknown): boolean =>
      data === uid || (typeof data === 'object' && data !== null && Object.values(data).some(mentioned));
    const found = await world.server.ask('scan');
    return found.filter(({ path, data }) => path.split('/').includes(uid) || mentioned(data)).map(({ path }) => path);
  };

  for (const shape of SHAPES) {
    const example = shape('…');
    it(`such as ${JSON.stringify(example)} plays, refers, is paid, is judged, exported and deleted`, async () => {
      const [uid, other] = [shape(randomUUID()), shape(randomUUID())];
      const [player, friend] = [await world.person({}, uid), await world.person({}, other)];
      for (const one of [player, friend]) {
        await one.insist('createUser', { deviceHash: one.deviceHash });
        await one.aged(2);
      }
      const { result } = await player.call('batchEvents', { events: wins(3) });
      assert.deepEqual([result.processed, result.balances.coins.available], [3, 30]);
      assert.equal((await claim(player, await codeOf(friend))).result.referrerUid, other);
      await world.pump();
      assert.deepEqual([(await friend.coins()).available, (await friend.inbox()).length], [100, 1]);

      const paymentDetails = { email: `${randomUUID()}@example.com` };
      const admin = await world.staff('admin');
      await admin.insist('adjustBalance', { uid, currency: 'coins', amount: 2_000, reason: 'coins for a test' });
      await player.mend({ stats: { gamesWon: 10, adsWatched: 50, implausible: 1 }, chargebacks: 1 });
      assert.equal((await askFor(player, { paymentDetails })).error?.details.code, 'withdrawals/blocked');
      const support = await world.staff('support');
      const queue = (await support.call('listReviewQueue', { limit: 100 })).result.entries;
      const entry = queue.find((one: { uid: string }) => one.uid === uid);
      assert.equal((await decide(support, entry.logId, 'clear')).error, undefined);
      await player.mend({ stats: { gamesWon: 10, adsWatched: 50, implausible: 0 }, chargebacks: 0 });
      const withdrawalId = await withdraw(player, { paymentDetails });
      await player.insist('cancelWithdrawal', { withdrawalId });
      await world.server.ask('sweepOutbox', Date.now() + HOUR_MS);

      assert.deepEqual(await player.discrepancies(), []);
      const { result: exported } = await player.call('exportMyData', {});
      const paths = Object.keys(exported.documents);
      for (const path of [`users/${uid}`, `referralClaims/${uid}`, `withdrawals/${withdrawalId}`]) {
        assert.ok(paths.includes(path), path);
      }
      assert.ok(paths.some((path) => path.startsWith(`users/${uid}/days/`)));
      assert.ok(!JSON.stringify(exported).includes(JSON.stringify(other).slice(1, -1)), 'names nobody else');
      const rest = await player.call('exportMyData', { after: paths[1] });
      assert.deepEqual(Object.keys(rest.result.documents), paths.slice(2));

      await player.insist('deleteAccount', { confirm: 'DELETE' });
      const left = (await traces(player)).map((path) => path.split('/')[0]);
      assert.deepEqual(
        left.filter((collection) => !KEPT.has(collection ?? '')),
        [],
      );
    });
  }
});
