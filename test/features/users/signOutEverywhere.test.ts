import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SECOND_MS } from '../../../functions/src/kernel/time.ts';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { askAuth } from '../../support/auth.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, freshKey, Player, world } from '../../support/world.ts';
import { wire } from '../events/wireEvents.ts';
import { renew } from './lives.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly returnSecureToken: true;
}

interface Session {
  readonly player: Player;
  readonly refreshToken: string;
}

async function openSession(credentials: Credentials, how: 'signUp' | 'signInWithPassword'): Promise<Session> {
  const { localId, idToken, refreshToken } = await askAuth(`accounts:${how}`, credentials);
  return { player: new Player({ uid: localId, idToken }), refreshToken };
}

/** Tokens count in seconds: whoever signs in within the second of the sign-out is not signed out by it. */
async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / SECOND_MS);
  await eventually(async () => assert.ok(Math.floor(Date.now() / SECOND_MS) > second));
}

describe('signOutEverywhere', function () {
  this.timeout(60_000);
  let credentials: Credentials;
  let phone: Session;
  let tablet: Session;
  let key: string;

  before(async () => {
    credentials = { email: `${randomUUID()}@example.com`, password: randomUUID(), returnSecureToken: true };
    phone = await openSession(credentials, 'signUp');
    await phone.player.create();
    tablet = await openSession(credentials, 'signInWithPassword');
    await untilNextSecond();
    key = freshKey();
    const { result, error } = await tablet.player.call('signOutEverywhere', { idempotencyKey: key });
    assert.equal(error, undefined);
    assert.deepEqual([result.uid, result.replayed], [phone.player.uid, false]);
    assert.equal(result.signedOutAt % SECOND_MS, 0);
  });

  it('refuses the old tokens of every device wherever something changes or is shown', async () => {
    const { deviceHash } = phone.player;
    const email = 'payee@example.com';
    const withdrawal = { amount: 600, method: 'paypal', paymentDetails: { email }, deviceHash };
    const attempts: [string, object][] = [
      ['bindDevice', { deviceHash: freshDevice() }],
      ['claimReferral', { referralCode: '23456789', deviceHash }],
      ['requestWithdrawal', withdrawal],
      ['cancelWithdrawal', { withdrawalId: '0'.repeat(64) }],
      ['deleteAccount', { confirm: 'DELETE' }],
      ['signOutEverywhere', {}],
    ];
    const before = JSON.stringify(await phone.player.stored());
    for (const { player } of [phone, tablet]) {
      for (const [name, input] of attempts) {
        const { httpStatus, error } = await send(player, name, { ...input });
        assert.deepEqual([name, httpStatus, error?.details.code], [name, 401, 'platform/signed-out']);
      }
      for (const [name, input] of [
        ['exportMyData', {}],
        ['batchEvents', { events: [wire('AD_WATCHED')] }],
      ] as const) {
        assert.equal((await player.call(name, input)).error?.details.code, 'platform/signed-out', name);
      }
    }
    assert.equal(JSON.stringify(await phone.player.stored()), before);
  });

  it('renews no sign-in of before', async () => {
    const { tokensValidAfterTime = '' } = await (await adminAuth()).getUser(phone.player.uid);
    assert.ok(Date.parse(tokensValidAfterTime) > 0);
    for (const { refreshToken } of [phone, tablet]) {
      const { id_token: idToken } = await renew(refreshToken);
      // The emulator renews what Auth would refuse, and says when the sign-in was: it is as useless as the old one.
      if (idToken === undefined) continue;
      const renewed = new Player({ uid: phone.player.uid, idToken });
      const { error } = await send(renewed, 'bindDevice', { deviceHash: freshDevice() });
      assert.equal(error?.details.code, 'platform/signed-out');
    }
  });

  it('answers its own repetition, and signs nobody out again by it', async () => {
    const fresh = (await openSession(credentials, 'signInWithPassword')).player;
    const { signedOutAt } = await fresh.stored();
    const { result } = await fresh.call('signOutEverywhere', { idempotencyKey: key });
    assert.equal(result.replayed, true);
    assert.equal((await fresh.stored()).signedOutAt.toMillis(), signedOutAt.toMillis());
  });

  it('lets whoever signs in anew play on', async () => {
    await untilNextSecond();
    const { player } = await openSession(credentials, 'signInWithPassword');
    await insist(player, 'bindDevice', { deviceHash: freshDevice() });
    const { result } = await player.call('batchEvents', { events: [wire('AD_WATCHED')] });
    assert.equal(result.deltaCoins, 5);
    const { result: data } = await player.call('exportMyData', {});
    assert.ok(`users/${player.uid}` in data.documents);
  });

  it('leaves newer sign-ins alone when it is repeated', async () => {
    await untilNextSecond();
    const { player } = await openSession(credentials, 'signInWithPassword');
    await untilNextSecond();
    for (const { idToken } of [tablet.player, player]) {
      const again = new Player({ uid: player.uid, idToken });
      const { result } = await again.call('signOutEverywhere', { idempotencyKey: key });
      assert.equal(result.replayed, true);
    }
    await (await adminAuth()).verifyIdToken(player.idToken, true);
    assert.equal((await player.call('exportMyData', {})).error, undefined);
  });

  it('still tells Auth when it is repeated, where Auth has not heard of it yet', async () => {
    const { player } = await openSession(credentials, 'signInWithPassword');
    await untilNextSecond();
    const account = (await adminFirestore()).doc(`users/${player.uid}`);
    const signedOutAt = new Date(Math.floor(Date.now() / SECOND_MS) * SECOND_MS);
    await account.update({ signedOutAt });
    const { result } = await player.call('signOutEverywhere', { idempotencyKey: key });
    assert.equal(result.replayed, true);
    await assert.rejects((await adminAuth()).verifyIdToken(player.idToken, true), { code: 'auth/id-token-revoked' });
  });

  it('touches nobody else', async () => {
    const other = await world.player();
    await insist(other, 'bindDevice', { deviceHash: freshDevice() });
  });
});
