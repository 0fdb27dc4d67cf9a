import assert from 'node:assert/strict';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/firebase.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { freshKey, world } from '../../support/world.ts';

describe('the end of an account', () => {
  it('takes personal data and sign-in away, keeps the ledger, and remembers the device', async () => {
    const referrer = await world.player();
    const code = (await referrer.stored()).referralCode;
    const player = await world.player({ country: 'NL' });
    const { deviceHash } = player;
    const claimed = await player.call('claimReferral', { referralCode: code, deviceHash, idempotencyKey: freshKey() });
    assert.equal(claimed.error, undefined);
    const request = { confirm: 'DELETE', idempotencyKey: freshKey() };
    const first = await player.call('deleteAccount', request);
    assert.deepEqual([first.error, first.result.status, first.result.replayed], [undefined, 'DELETED', false]);
    assert.equal((await player.call('deleteAccount', request)).result.replayed, true);
    const stored = await player.stored();
    assert.deepEqual(
      [stored.status, stored.country, stored.deviceHash, stored.referredBy],
      ['deleted', null, null, null],
    );
    assert.equal(stored.balances.coins.available, 100);
    await assert.rejects(async () => (await adminAuth()).getUser(player.uid), /no user record/);
    const database = await adminFirestore();
    assert.equal((await database.collection('referralCodes').where('uid', '==', player.uid).get()).size, 0);
    assert.equal((await database.doc(`risk/${player.uid}`).get()).exists, false);
    assert.deepEqual((await verifyUser(player.uid)).discrepancies, []);
    const bound = await player.call('bindDevice', { deviceHash, idempotencyKey: freshKey() });
    assert.equal(bound.error?.details.code, 'users/deleted');
    const newcomer = await world.visitor();
    const back = { deviceHash, referralCode: code, idempotencyKey: freshKey() };
    assert.equal((await newcomer.call('createUser', back)).error?.details.code, 'referrals/device-used');
    const { referralCode: _code, ...plain } = back;
    assert.equal((await newcomer.call('createUser', { ...plain, idempotencyKey: freshKey() })).error, undefined);
  }).timeout(60_000);

  it('waits for money that is on its way', async () => {
    const player = await world.player();
    const locked = { coins: { available: 0, locked: 5 } };
    const { balances } = await player.stored();
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ balances: { ...balances, ...locked } });
    const { error } = await player.call('deleteAccount', { confirm: 'DELETE', idempotencyKey: freshKey() });
    assert.equal(error?.details.code, 'users/money-on-its-way');
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ balances });
  });
});

describe('exportMyData', () => {
  it('has everything of the caller and nobody else’s name', async () => {
    const referrer = await world.player();
    const player = await world.player();
    const { deviceHash } = player;
    const referralCode = (await referrer.stored()).referralCode;
    await player.call('claimReferral', { referralCode, deviceHash, idempotencyKey: freshKey() });
    const { result, error } = await player.call('exportMyData', {});
    assert.equal(error, undefined);
    const paths = Object.keys(result.documents);
    for (const part of [
      `users/${player.uid}`,
      `users/${player.uid}/days/`,
      `referralClaims/${player.uid}`,
      'referralCodes/',
    ]) {
      assert.ok(
        paths.some((path) => path.startsWith(part)),
        `${part} is missing`,
      );
    }
    assert.ok(!JSON.stringify(result.documents).includes(referrer.uid));
  });
});

describe('signOutEverywhere', () => {
  it('refuses ID tokens of earlier sign-ins at once', async () => {
    const player = await world.player();
    const { error } = await player.call('signOutEverywhere', { idempotencyKey: freshKey() });
    assert.equal(error, undefined);
    // Tokens count in seconds: the sign-out is dated into the next one, instead of waiting for it.
    const doc = (await adminFirestore()).doc(`users/${player.uid}`);
    const { signedOutAt } = await player.stored();
    await doc.update({ signedOutAt: new Date(signedOutAt.toMillis() + 60_000) });
    const refused = await player.call('bindDevice', { deviceHash: player.deviceHash, idempotencyKey: freshKey() });
    assert.equal(refused.error?.details.code, 'platform/signed-out');
  });
});
