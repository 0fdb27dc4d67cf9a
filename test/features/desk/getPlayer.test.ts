import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUpWithEmail } from '../../support/auth.ts';
import { eventually } from '../../support/eventually.ts';
import { insist } from '../../support/keyed.ts';
import { freshDevice, freshKey, Player, world } from '../../support/world.ts';
import { wire } from '../events/wireEvents.ts';

describe('a player at a glance', function () {
  this.timeout(60_000);
  let support: Player;
  let player: Player;
  let email: string;

  before(async () => {
    support = await world.staff('support');
    email = `player-${randomUUID()}@example.org`;
    player = new Player(await signUpWithEmail(email));
    await player.create();
  });

  async function look(uid = player.uid): Promise<any> {
    const { error, result } = await support.call('getPlayer', { uid });
    assert.equal(error, undefined);
    return result;
  }

  const looks = async () => {
    const log = (await adminFirestore()).collection('auditLog').where('subject', '==', `users/${player.uid}`);
    return (await log.get()).docs.filter((one) => one.get('action') === 'getPlayer').map((one) => one.get('actor'));
  };

  it('has account, money, play, devices and sign-in', async () => {
    await player.call('batchEvents', { events: [wire('GAME_WON'), wire('STREAK_CLAIMED')] });
    const other = await world.player();
    const [first, shared] = [player.deviceHash, other.deviceHash];
    await insist(other, 'bindDevice', { deviceHash: freshDevice() });
    await insist(player, 'bindDevice', { deviceHash: shared });
    const { uid, account, balances, debt, version, lifetime, today, streak, devices, signIn, conduct } = await look();
    const stored = await player.stored();
    assert.deepEqual([uid, account.standing, account.referralCode], [player.uid, 'active', stored.referralCode]);
    assert.deepEqual([balances, debt.coins, version], [stored.balances, 0, 1]);
    assert.deepEqual([lifetime.gamesWon, lifetime.streaksClaimed, lifetime.coinsEarned], [1, 1, 20]);
    assert.deepEqual([today.stats, today.date], [lifetime, streak.lastDay]);
    assert.deepEqual(
      devices.map(({ deviceHash, isCurrent, others }: any) => [deviceHash, isCurrent, others]),
      [
        [shared, true, [other.uid]],
        [first, false, []],
      ],
    );
    for (const { boundAt } of devices) assert.ok(Math.abs(boundAt - Date.now()) < 60_000);
    const { createdAt, lastSignInAt, ...known } = signIn;
    assert.ok(Math.abs(createdAt - Date.now()) < 60_000 && lastSignInAt >= createdAt - 1_000);
    const providers = { providers: ['password'], secondFactors: 0 };
    assert.deepEqual(known, { email, emailVerified: false, phoneNumber: null, isDisabled: false, ...providers });
    assert.deepEqual(conduct, { frozenBy: [], imposed: null, chargebacks: 0 });
  });

  it('says what holds the player, and where the log says why', async () => {
    const until = Date.now() + 3_600_000;
    await insist(support, 'setStanding', {
      uid: player.uid,
      standing: 'frozen',
      until,
      reason: 'a look at it by hand',
    });
    const { account, conduct } = await look();
    assert.deepEqual([account.standing, account.standingUntil], ['frozen', until]);
    const { auditId, ...imposed } = conduct.imposed;
    assert.deepEqual(imposed, { standing: 'frozen', until });
    const entry = await (await adminFirestore()).doc(`auditLog/${auditId}`).get();
    assert.equal(entry.get('after').reason, 'a look at it by hand');
  });

  it('is audited at every look, and not where there is nobody to look at', async () => {
    const before = await looks();
    await look();
    assert.deepEqual(await looks(), [...before, support.uid]);
    const { error } = await support.call('getPlayer', { uid: 'nobody' });
    assert.equal(error?.details.code, 'users/not-found');
    for (const uid of ['', 'a/b', '..']) {
      const { error: invalid } = await support.call('getPlayer', { uid });
      assert.equal(invalid?.details.code, 'platform/invalid-input');
    }
    assert.equal((await looks()).length, before.length + 1);
  });

  it('has no sign-in of a guest who has left but the ledger’s name, and none of whoever is deleted', async () => {
    const guest = await world.player();
    assert.deepEqual((await look(guest.uid)).signIn.providers, []);
    await insist(guest, 'deleteAccount', { confirm: 'DELETE', idempotencyKey: freshKey() });
    await eventually(async () => {
      const { error } = await support.call('getPlayer', { uid: guest.uid });
      assert.equal(error?.details.code, 'users/not-found');
    });
    const log = await (await adminFirestore()).collection('auditLog').where('actor', '==', support.uid).get();
    const subjects = log.docs.map((one) => String(one.get('subject')));
    const former = subjects.find((subject) => subject.startsWith('users/former-')) ?? '';
    const { account, signIn, balances } = await look(former.replace('users/', ''));
    assert.deepEqual([account.standing, signIn, balances.coins], ['deleted', null, { available: 0, locked: 0 }]);
  });

  it('is for support alone', async () => {
    const { error } = await player.call('getPlayer', { uid: player.uid });
    assert.equal(error?.details.code, 'platform/role-required');
  });
});
