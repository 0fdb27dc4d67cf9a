import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { referralCode } from '../../../functions/src/users/contract.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, type Player, world } from '../../support/world.ts';

const ZERO = { available: 0, locked: 0 };

async function stored(path: string) {
  return (await (await adminFirestore()).doc(path).get()).data();
}

async function codesOf({ uid }: Player): Promise<string[]> {
  const codes = await (await adminFirestore()).collection('referralCodes').where('uid', '==', uid).get();
  return codes.docs.map((code) => code.id);
}

describe('createUser', function () {
  this.timeout(60_000);

  it('creates account, wallet, device binding and referral code together', async () => {
    const visitor = await world.visitor();
    const { uid, deviceHash } = visitor;
    const request = { deviceHash, country: 'DE', appVersion: '1.2.3' };
    const result = await insist(visitor, 'createUser', request);
    const balances = { coins: ZERO, gems: ZERO, points: ZERO, eth: ZERO };
    assert.deepEqual(result, { uid, referralCode: result.referralCode, balances, replayed: false });
    assert.ok(referralCode.safeParse(result.referralCode).success);
    const account = await visitor.stored();
    const { status, country, appVersion, rating, version, referredBy } = account;
    assert.deepEqual(
      [status, country, appVersion, rating, version, referredBy],
      ['active', 'DE', '1.2.3', 1200, 0, null],
    );
    assert.deepEqual([account.referralCode, account.deviceHash], [result.referralCode, deviceHash]);
    assert.deepEqual(await stored(`referralCodes/${result.referralCode}`), { uid });
    assert.equal((await stored(`devices/${deviceHash}`))?.uid, uid);
  });

  it('refuses whoever has an account, before it looks at the device', async () => {
    const player = await world.player();
    const before = JSON.stringify(await player.stored());
    for (const deviceHash of [player.deviceHash, freshDevice(), (await world.player()).deviceHash]) {
      const { httpStatus, error } = await send(player, 'createUser', { deviceHash });
      assert.deepEqual([httpStatus, error?.details.code], [409, 'users/already-exists']);
    }
    assert.equal(JSON.stringify(await player.stored()), before);
    assert.equal((await codesOf(player)).length, 1);
  });

  it('refuses a device that is bound to anybody, and leaves nothing behind', async () => {
    const { deviceHash, uid } = await world.player();
    const visitor = await world.visitor();
    const { httpStatus, error } = await send(visitor, 'createUser', { deviceHash });
    assert.deepEqual([httpStatus, error?.details.code], [409, 'devices/already-bound']);
    assert.deepEqual([await visitor.stored(), await codesOf(visitor)], [{}, []]);
    assert.equal((await stored(`devices/${deviceHash}`))?.uid, uid);
  });

  it('takes a device that its last account has left', async () => {
    const mover = await world.player();
    await insist(mover, 'bindDevice', { deviceHash: freshDevice() });
    const visitor = await world.visitor();
    await insist(visitor, 'createUser', { deviceHash: mover.deviceHash });
    const { uid, history } = (await stored(`devices/${mover.deviceHash}`)) ?? {};
    assert.equal(uid, visitor.uid);
    assert.deepEqual(
      history.map((held: { uid: string }) => held.uid),
      [mover.uid, visitor.uid],
    );
  });

  it('names each field that is wrong', async () => {
    const visitor = await world.visitor();
    const { deviceHash } = visitor;
    const wrong: [object, RegExp][] = [
      [{}, /^deviceHash: /],
      [{ deviceHash: deviceHash.toUpperCase() }, /^deviceHash: /],
      [{ deviceHash, country: 'Germany' }, /^country: /],
      [{ deviceHash, appVersion: 'a\nb' }, /^appVersion: /],
      [{ deviceHash, referralCode: 'O0O0O0O0' }, /^referralCode: /],
      [{ deviceHash, coins: 1_000 }, /^request: .*coins/],
      [{ deviceHash, idempotencyKey: '' }, /^idempotencyKey: /],
    ];
    for (const [input, issue] of wrong) {
      const { httpStatus, error } = await visitor.call('createUser', { idempotencyKey: 'k', ...input });
      assert.deepEqual([httpStatus, error?.details.code], [400, 'platform/invalid-input']);
      assert.match(error?.details.issues[0], issue);
    }
    assert.deepEqual(await visitor.stored(), {});
  });

  it('lets exactly one of two sign-ups that race for one device win, and the other try again', async () => {
    const deviceHash = freshDevice();
    const racers = await Promise.all([world.visitor(), world.visitor()]);
    const answers = await Promise.all(racers.map((racer) => send(racer, 'createUser', { deviceHash })));
    const won = answers.findIndex(({ error }) => error === undefined);
    const [winner, loser] = won === 0 ? racers : racers.toReversed();
    const lost = answers[1 - won]?.error?.details;
    assert.ok(lost !== undefined && won >= 0, 'exactly one wins');
    assert.match(lost.code, /^(devices\/already-bound|platform\/contention)$/);
    assert.equal((await stored(`devices/${deviceHash}`))?.uid, winner?.uid);
    assert.ok(loser !== undefined);
    assert.deepEqual([await loser.stored(), await codesOf(loser)], [{}, []]);
    assert.equal((await send(loser, 'createUser', { deviceHash })).error?.details.code, 'devices/already-bound');
    await loser.create();
  });

  it('makes one account of two requests of one person at once, whatever their keys and devices', async () => {
    const visitor = await world.visitor();
    const devices = [freshDevice(), freshDevice()];
    const answers = await Promise.all(devices.map((deviceHash) => send(visitor, 'createUser', { deviceHash })));
    assert.equal(answers.filter(({ error }) => error === undefined).length, 1);
    const bound = await Promise.all(devices.map((deviceHash) => stored(`devices/${deviceHash}`)));
    assert.equal(bound.filter((device) => device?.uid === visitor.uid).length, 1);
    assert.equal((await codesOf(visitor)).length, 1);
  });
});
