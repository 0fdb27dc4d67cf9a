import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, type Player, world } from '../../support/world.ts';

const REASON = 'the guest has lost the sign-in';

describe('freeDevice', function () {
  this.timeout(60_000);
  let support: Player;

  before(async () => {
    support = await world.staff('support');
  });

  const free = (deviceHash: string, caller = support) => send(caller, 'freeDevice', { deviceHash, reason: REASON });
  const device = async (hash: string) => (await (await adminFirestore()).doc(`devices/${hash}`).get()).data();

  it('lets another account have the device; who held it has none, and may come back', async () => {
    const [guest, account] = [await world.player(), await world.player()];
    const { deviceHash } = guest;
    const { result } = await free(deviceHash);
    assert.deepEqual(result, { deviceHash, heldBy: guest.uid, replayed: false });
    assert.equal((await guest.stored()).deviceHash, null);
    await insist(account, 'bindDevice', { deviceHash });
    assert.deepEqual([(await device(deviceHash))?.uid, (await account.stored()).deviceHash], [account.uid, deviceHash]);
    await insist(guest, 'bindDevice', { deviceHash: freshDevice() });
  });

  it('says in the audit log who freed it, from whom and why', async () => {
    const { uid, deviceHash } = await world.player();
    await free(deviceHash);
    const log = (await adminFirestore()).collection('auditLog');
    const { docs } = await log.where('subject', '==', `users/${uid}`).get();
    const [entry, ...more] = docs.map((one) => one.data());
    assert.deepEqual([entry?.actor, entry?.action, more.length], [support.uid, 'freeDevice', 0]);
    assert.deepEqual(entry?.before, { deviceHash, isHeld: true, isBanned: false });
    assert.equal(entry?.after.reason, REASON);
  });

  it('frees it from a ban as well, and not from having had its bonus', async () => {
    const [banned, referrer] = [await world.player(), await world.player()];
    const { deviceHash } = banned;
    await (await adminFirestore()).doc(`users/${banned.uid}`).update({ status: 'banned' });
    await insist(banned, 'deleteAccount', { confirm: 'DELETE' });
    const newcomer = await world.visitor();
    const refused = await send(newcomer, 'createUser', { deviceHash });
    assert.equal(refused.error?.details.code, 'devices/banned');
    assert.deepEqual((await free(deviceHash)).result, { deviceHash, heldBy: null, replayed: false });
    await insist(newcomer, 'createUser', { deviceHash });
    const { referralCode } = await referrer.stored();
    const { error } = await send(newcomer, 'claimReferral', { referralCode, deviceHash });
    assert.equal(error?.details.code, 'referrals/device-used');
  });

  it('is nobody’s to use on a device that is or was their own', async () => {
    const insider = await world.staff('support');
    await insider.create();
    const other = freshDevice();
    assert.equal((await free(insider.deviceHash, insider)).error?.details.code, 'staff/own-benefit');
    await insist(insider, 'bindDevice', { deviceHash: other });
    for (const hash of [insider.deviceHash, other]) {
      assert.equal((await free(hash, insider)).error?.details.code, 'staff/own-benefit');
    }
    assert.equal((await insider.stored()).deviceHash, other);
  });
});
