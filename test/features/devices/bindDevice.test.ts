import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, type Player, world } from '../../support/world.ts';

async function device(hash: string) {
  return (await (await adminFirestore()).doc(`devices/${hash}`).get()).data();
}

async function account({ uid }: Player) {
  return (await adminFirestore()).doc(`users/${uid}`);
}

const DAY_MS = 86_400_000;

describe('bindDevice', function () {
  this.timeout(60_000);

  it('moves the account, frees the old device and keeps who held it', async () => {
    const player = await world.player();
    const deviceHash = freshDevice();
    const { boundAt, ...result } = await insist(player, 'bindDevice', { deviceHash });
    assert.deepEqual(result, { deviceHash, replayed: false });
    assert.equal((await player.stored()).deviceHash, deviceHash);
    const [old, now] = await Promise.all([device(player.deviceHash), device(deviceHash)]);
    assert.deepEqual([old?.uid, old?.history[0].uid], [null, player.uid]);
    assert.deepEqual([now?.uid, now?.boundAt.toMillis()], [player.uid, boundAt]);
  });

  it('changes nothing on the device that the account is on, and counts no move', async () => {
    const player = await world.player();
    const before = JSON.stringify(await player.stored());
    await insist(player, 'bindDevice', { deviceHash: player.deviceHash });
    assert.equal(JSON.stringify(await player.stored()), before);
  });

  it('refuses whoever has no account', async () => {
    const visitor = await world.visitor();
    const { deviceHash } = visitor;
    const { httpStatus, error } = await send(visitor, 'bindDevice', { deviceHash });
    assert.deepEqual([httpStatus, error?.details.code], [404, 'users/not-found']);
    assert.equal(await device(deviceHash), undefined);
  });

  it('refuses a frozen and a banned account, before it looks at the device', async () => {
    const player = await world.player();
    const { deviceHash } = await world.player();
    for (const status of ['frozen', 'banned']) {
      await (await account(player)).update({ status });
      const { httpStatus, error } = await send(player, 'bindDevice', { deviceHash });
      assert.deepEqual([httpStatus, error?.details.code], [403, `users/${status}`]);
    }
  });

  it('refuses a device that another account holds, before it counts moves', async () => {
    const [player, holder] = [await world.player(), await world.player()];
    await (await account(player)).update({ deviceChangesMs: [Date.now(), Date.now(), Date.now()] });
    const { httpStatus, error } = await send(player, 'bindDevice', { deviceHash: holder.deviceHash });
    assert.deepEqual([httpStatus, error?.details.code], [409, 'devices/already-bound']);
    assert.equal((await device(holder.deviceHash))?.uid, holder.uid);
    assert.equal((await player.stored()).deviceHash, player.deviceHash);
  });

  it('refuses the fourth move in 30 days, tells when the next is possible, and writes nothing', async () => {
    const player = await world.player();
    for (let move = 0; move < 3; move += 1) await insist(player, 'bindDevice', { deviceHash: freshDevice() });
    const before = JSON.stringify(await player.stored());
    const deviceHash = freshDevice();
    const { httpStatus, error } = await send(player, 'bindDevice', { deviceHash });
    assert.deepEqual([httpStatus, error?.details.code], [400, 'devices/too-many-changes']);
    const { retryAfterSeconds } = error?.details ?? {};
    assert.ok(retryAfterSeconds > 29 * 86_400 && retryAfterSeconds <= 30 * 86_400, String(retryAfterSeconds));
    assert.equal(JSON.stringify(await player.stored()), before);
    assert.equal(await device(deviceHash), undefined);
  });

  it('lets the account move again once an earlier move is 30 days old', async () => {
    const player = await world.player();
    const nowMs = Date.now();
    const deviceChangesMs = [nowMs - 30 * DAY_MS, nowMs - DAY_MS, nowMs];
    await (await account(player)).update({ deviceChangesMs });
    await insist(player, 'bindDevice', { deviceHash: freshDevice() });
    assert.equal((await player.stored()).deviceChangesMs.length, 3);
  });

  it('lets exactly one of two accounts that race for one device have it', async () => {
    const racers = [await world.player(), await world.player()];
    const deviceHash = freshDevice();
    const answers = await Promise.all(racers.map((racer) => send(racer, 'bindDevice', { deviceHash })));
    const won = answers.findIndex(({ error }) => error === undefined);
    assert.equal(answers.filter(({ error }) => error === undefined).length, 1);
    assert.match(answers[1 - won]?.error?.details.code, /^(devices\/already-bound|platform\/contention)$/);
    assert.equal((await device(deviceHash))?.uid, racers[won]?.uid);
    const loser = racers[1 - won];
    assert.deepEqual(
      [(await loser?.stored())?.deviceHash, (await device(loser?.deviceHash ?? ''))?.uid],
      [loser?.deviceHash, loser?.uid],
    );
  });
});
