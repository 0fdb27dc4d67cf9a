import assert from 'node:assert/strict';
import { logFraud } from '../../../functions/src/fraud/logFraud.ts';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { keyedRequest } from '../../../functions/src/platform/storage/idempotency.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { verifyLedger } from '../../../functions/src/wallet/verifyLedger.ts';
import { functionsAddressKey, withAddressKeys } from '../../support/addressKeys.ts';
import { DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { relayAsRead } from '../../support/relayNow.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { OwnRedis } from '../events/ownRedis.ts';
import { withdraw } from '../withdrawals/asked.ts';
import { everythingIn } from '../withdrawals/redisContents.ts';
import { collectionOf, documentsThatMention } from './everyDocument.ts';
import { furtherTraces, isKnownToAuth, type Lived, livedPlayer, mayWithdraw, renew } from './lives.ts';

/** Where the pseudonym of somebody who is gone stands: money, decisions, and the deletion itself. */
const MAY_REMEMBER = new Set([
  'users',
  'users/days',
  'users/holds',
  'withdrawals',
  'referralClaims',
  'adjustments',
  'auditLog',
  'fraudLogs',
  'deletions',
]);

const unexpected = (discrepancy: object) => assert.fail(JSON.stringify(discrepancy));

const DELETE = { confirm: 'DELETE' };

async function assertLedgerHolds(...uids: string[]): Promise<void> {
  for (const uid of uids) {
    const range = { firstUid: uid, lastUid: uid };
    const { status, users, discrepancies } = await verifyLedger({ nowMs: Date.now(), range, notify: unexpected });
    assert.deepEqual({ status, users, discrepancies }, { status: 'finished', users: 1, discrepancies: 0 });
  }
}

describe('deleteAccount', function () {
  this.timeout(120_000);

  describe('of somebody who has lived', () => {
    let referrer: Player;
    let player: Lived;
    let sharer: Lived;
    let key: string;
    let pseudonym: string;
    let pages: readonly string[];

    before(async () => {
      referrer = await world.player();
      player = await livedPlayer({ referralCode: (await referrer.stored()).referralCode });
      await furtherTraces(player);
      // Somebody who is paid at the same place, and who was on the same device later.
      sharer = await livedPlayer({ payee: player.payee, deviceHash: player.devices[0] ?? '', stays: true });
      key = freshKey();
      const days = (await adminFirestore()).collection(`users/${player.uid}/days`);
      pages = (await days.get()).docs.map(({ id }) => id);
      const { result, error } = await player.call('deleteAccount', { ...DELETE, idempotencyKey: key });
      assert.equal(error, undefined);
      assert.deepEqual(result, { uid: player.uid, status: 'DELETED', replayed: false });
      const { scope } = keyedRequest(player.uid, 'deleteAccount', key, { sent: {}, filled: {} });
      pseudonym = (await (await adminFirestore()).doc(`deletions/${scope}`).get()).get('uid');
    });

    it('leaves nothing in any document that says who it was', async () => {
      const found = await documentsThatMention(player.email, player.address, player.referralCode, ...player.devices);
      const others = found.filter(({ text, path }) => !`${path} ${text}`.includes(sharer.uid));
      assert.deepEqual(others, []);
      for (const { path, text } of found) assert.ok(!text.includes(player.uid), path);
    });

    it('leaves its uid nowhere, and its pseudonym only beside money and decisions', async () => {
      const named = (await documentsThatMention(player.uid)).map(({ path }) => path);
      // Its referrer's claimers and staff were told whom they dealt with, and may ask again for 14 days.
      assert.deepEqual(
        named.filter((path) => !path.startsWith('idempotency/')),
        [],
      );
      const documents = await documentsThatMention(pseudonym);
      const places = new Set(documents.map(({ path }) => collectionOf(path)));
      assert.deepEqual(
        [...places].filter((place) => !MAY_REMEMBER.has(place)),
        [],
      );
      for (const { path, text } of documents) {
        for (const word of [...player.personal, '"NL"', 'app-7.3.1']) {
          assert.ok(!text.includes(word) && !path.includes(word), `${word} in ${path}`);
        }
      }
    });

    it('keeps what it had in the ledger, which still adds up', async () => {
      const { status, balances, version } =
        (await (await adminFirestore()).doc(`users/${pseudonym}`).get()).data() ?? {};
      assert.equal(status, 'deleted');
      assert.equal(balances.coins.available, 2_000 + 100 + 3 * 10 + 5);
      assert.ok(version >= 5);
      await assertLedgerHolds(pseudonym, referrer.uid, sharer.uid);
    });

    it('ends the sign-in: nobody renews it, and its last token can do nothing', async () => {
      assert.equal(await isKnownToAuth(player), false);
      assert.match((await renew(player.refreshToken)).error?.message ?? '', /USER_NOT_FOUND|TOKEN_EXPIRED|INVALID/);
      for (const [name, input] of [
        ['bindDevice', { deviceHash: player.deviceHash }],
        ['signOutEverywhere', {}],
        ['createUser', { deviceHash: player.deviceHash }],
      ] as const) {
        const { error } = await send(player, name, input);
        assert.match(error?.details.code, /^(users\/not-found|platform\/signed-out)$/, name);
      }
      const exported = await player.call('exportMyData', {});
      assert.equal(exported.error?.details.code, 'platform/signed-out');
    });

    it('answers the same request as it did, and does nothing more', async () => {
      const again = await player.call('deleteAccount', { ...DELETE, idempotencyKey: key });
      assert.deepEqual(again.result, { uid: player.uid, status: 'DELETED', replayed: true });
    });

    it('pays no second bonus on any device that the account was ever on', async () => {
      const newcomer = await world.visitor();
      const { referralCode } = await referrer.stored();
      const [, last = ''] = player.devices;
      const { error } = await send(newcomer, 'createUser', { deviceHash: last, referralCode });
      assert.equal(error?.details.code, 'referrals/device-used');
      await insist(newcomer, 'createUser', { deviceHash: last });
      const claimed = await send(newcomer, 'claimReferral', { deviceHash: last, referralCode });
      assert.equal(claimed.error?.details.code, 'referrals/device-used');
      assert.equal((await newcomer.stored()).balances.coins.available, 0);
      const wanderer = await livedPlayer();
      await insist(wanderer, 'deleteAccount', DELETE);
      for (const deviceHash of wanderer.devices) {
        const second = await send(await world.visitor(), 'createUser', { deviceHash, referralCode });
        assert.equal(second.error?.details.code, 'referrals/device-used');
      }
    });

    it('is not brought back by a relay that had read its pages before', async () => {
      const database = await adminFirestore();
      for (const id of pages) {
        await relayAsRead(`users/${player.uid}/days/${id}`, { uid: player.uid, date: id });
      }
      assert.equal((await database.collection(`users/${player.uid}/days`).get()).size, 0);
      assert.equal((await database.collection(`users/${player.uid}/monthlyStats`).get()).size, 0);
    });

    it('still knows that a payout destination was used, without knowing by whom', async () => {
      const database = await adminFirestore();
      const shared = await database.collection('payoutDestinations').where('uids', 'array-contains', sharer.uid).get();
      assert.deepEqual(
        shared.docs.map((one) => one.get('uids')),
        [['deleted', sharer.uid]],
      );
      const stranger = await world.player();
      await mayWithdraw(stranger);
      const paymentDetails = { email: player.payee };
      const { deviceHash } = stranger;
      await send(stranger, 'requestWithdrawal', { amount: 600, method: 'paypal', paymentDetails, deviceHash });
      const logs = await database.collection('fraudLogs').where('uid', '==', stranger.uid).get();
      assert.deepEqual(
        logs.docs.map((one) => Object.hasOwn(one.get('evidence'), 'sharedDestination')),
        [true],
      );
    });
  });

  it('leaves no copy of an answer in Redis, nor of its own, however often it is asked again', async () => {
    const redis = await OwnRedis.start();
    const dark = await DarkWorld.open({ REDIS_URL: redis.url });
    try {
      const player = await dark.earner(2_000);
      const key = freshKey();
      const nothing = { sent: {}, filled: {} };
      const copies = ['bindDevice', 'requestWithdrawal', 'cancelWithdrawal', 'deleteAccount'].map((name) => {
        return `replay:${keyedRequest(player.uid, name, key, nothing).scope}`;
      });
      const { deviceHash } = player;
      await player.insist('bindDevice', { deviceHash, idempotencyKey: key });
      const withdrawalId = await withdraw(player, { idempotencyKey: key });
      await player.insist('cancelWithdrawal', { withdrawalId, idempotencyKey: key });
      const present = await everythingIn(redis);
      assert.ok(copies.some((copy) => present.includes(copy)));
      const request = { ...DELETE, idempotencyKey: key };
      await eventually(async () => {
        assert.equal((await player.call('deleteAccount', request)).error, undefined);
        await dark.server.ask('resumeDeletions', Date.now() + HOUR_MS);
        const [deletion] = await dark.server.ask('list', 'deletions');
        assert.equal(deletion?.data.status, 'DONE');
      });
      assert.equal((await player.call('deleteAccount', request)).result.replayed, true);
      const left = await everythingIn(redis);
      assert.deepEqual(
        copies.filter((copy) => left.includes(copy)),
        [],
      );
    } finally {
      await dark.close();
      await redis.stop();
    }
  });

  it('leaves no block on record that comes after it, but one of somebody who comes after it', async () => {
    const player = await world.player();
    const asked = { uid: player.uid, nowMs: Date.now(), correlationId: freshKey() };
    await insist(player, 'deleteAccount', DELETE);
    const score = { total: 50, evidence: { sameAddress: 50 } };
    const block = { kind: 'referral', verdict: 'block', score, subject: 'users/somebody' } as const;
    const named = async () =>
      (await documentsThatMention(player.uid))
        .map(({ path }) => path)
        .filter((path) => !path.startsWith('idempotency/'));
    // With the key of the functions, whose memory of whoever has left is hashed.
    const ring = { current: 'v1', keys: { v1: functionsAddressKey } };
    const record = (nowMs: number) =>
      withAddressKeys(ring, () => transact((tx) => logFraud(tx, { ...asked, nowMs }, block)));
    await record(asked.nowMs);
    assert.deepEqual(await named(), []);
    await record(asked.nowMs + HOUR_MS);
    assert.equal((await named()).length, 2);
  });

  it('waits for money that is on its way, and leaves everything as it was', async () => {
    const player = await livedPlayer();
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ lastWithdrawalMs: null });
    const paymentDetails = { email: player.payee };
    const { deviceHash } = await player.stored();
    const ask = { amount: 600, method: 'paypal', paymentDetails, deviceHash };
    const { withdrawalId } = await insist(player, 'requestWithdrawal', ask);
    const before = JSON.stringify(await player.stored());
    const { error } = await send(player, 'deleteAccount', DELETE);
    assert.equal(error?.details.code, 'users/money-on-its-way');
    assert.equal(JSON.stringify(await player.stored()), before);
    assert.equal(await isKnownToAuth(player), true);
    await insist(player, 'cancelWithdrawal', { withdrawalId });
    assert.equal((await player.stored()).balances.coins.locked, 0);
    await insist(player, 'deleteAccount', DELETE);
    assert.deepEqual(await player.stored(), {});
  });

  it('is nothing that a stray call does', async () => {
    const player = await world.player();
    for (const confirm of [undefined, 'delete', true]) {
      const { error } = await send(player, 'deleteAccount', { confirm });
      assert.equal(error?.details.code, 'platform/invalid-input');
    }
    assert.equal((await player.stored()).status, 'active');
  });

  it('leaves nothing to a referrer who is gone, and the claimer what is due', async () => {
    const referrer = await world.player();
    const { referralCode } = await referrer.stored();
    await insist(referrer, 'deleteAccount', DELETE);
    const late = await world.player();
    const { error } = await send(late, 'claimReferral', { referralCode, deviceHash: late.deviceHash });
    assert.equal(error?.details.code, 'referrals/unknown-code');
    assert.deepEqual(await documentsThatMention(referralCode), []);
  });
});
