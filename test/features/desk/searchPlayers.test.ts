import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { searchPlayers } from '../../../functions/src/desk/searchPlayers.ts';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUpWithEmail } from '../../support/auth.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { insist } from '../../support/keyed.ts';
import { freshDevice, Player, world } from '../../support/world.ts';
import { mayWithdraw } from '../users/lives.ts';

describe('the search box of the support desk', function () {
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

  async function search(words: string): Promise<any[]> {
    const { error, result } = await support.call('searchPlayers', { words });
    assert.equal(error, undefined);
    return result.hits;
  }

  const found = async (words: string) => (await search(words)).map(({ uid, matched }) => [uid, matched]);

  it('finds a player by uid, e-mail, phone number, code and device, however it is pasted', async () => {
    const phoneNumber = `+31612${randomInt(100_000, 999_999)}`;
    await (await adminAuth()).updateUser(player.uid, { phoneNumber });
    const { referralCode } = await player.stored();
    for (const [words, by] of [
      [player.uid, 'uid'],
      [` ${email.toUpperCase()}\n`, 'email'],
      [phoneNumber.replace('+31', '+31 ').replace('612', '6-12 '), 'phone'],
      [referralCode.toLowerCase().replace(/^(.{4})/, '$1-'), 'referralCode'],
      [player.deviceHash, 'device'],
    ] as const) {
      assert.deepEqual(await found(words), [[player.uid, [by]]], words);
    }
    const [{ account }] = await search(player.uid);
    const { standing, standingUntil, country, createdAt } = account;
    assert.deepEqual([standing, standingUntil, account.referralCode], ['active', null, referralCode]);
    assert.ok(country === null && Math.abs(createdAt - Date.now()) < 60_000);
  });

  it('finds everybody who is or was on a device, the one who holds it first', async () => {
    const [first, second] = [await world.player(), await world.player()];
    const { deviceHash } = first;
    await insist(first, 'bindDevice', { deviceHash: freshDevice() });
    await insist(second, 'bindDevice', { deviceHash });
    assert.deepEqual(await found(deviceHash), [
      [second.uid, ['device']],
      [first.uid, ['device']],
    ]);
  });

  it('finds whose withdrawal it is, and whom an entry of the audit log is about', async () => {
    await mayWithdraw(player);
    const input = { amount: 600, method: 'paypal', paymentDetails: { email }, deviceHash: player.deviceHash };
    const { withdrawalId } = await insist(player, 'requestWithdrawal', input);
    assert.deepEqual(await found(withdrawalId), [[player.uid, ['withdrawal']]]);
    const audited = (await adminFirestore()).collection('auditLog');
    const { docs } = await audited.where('subject', '==', `users/${player.uid}`).limit(1).get();
    assert.deepEqual(await found(docs[0]?.id ?? ''), [[player.uid, ['auditEntry']]]);
  });

  it('shows somebody who has signed in and has no account, and whoever is frozen as that', async () => {
    const address = `visitor-${randomUUID()}@example.org`;
    const { uid } = await signUpWithEmail(address);
    assert.deepEqual(await search(address), [{ uid, matched: ['email'], account: null }]);
    const frozen = await world.player();
    const until = Date.now() + 3_600_000;
    const standing = { uid: frozen.uid, standing: 'frozen', until, reason: 'a look at it by hand' };
    await insist(support, 'setStanding', standing);
    const [{ account }] = await search(frozen.uid);
    assert.deepEqual([account.standing, account.standingUntil], ['frozen', until]);
  });

  it('finds nobody where nobody is known by that, whatever it is', async () => {
    const hash = 'c'.repeat(64);
    for (const words of [
      '',
      ' ',
      'nobody',
      'no.body@example.org',
      '+1 000 000 0000',
      '+99',
      'ZZZZZZZZ',
      hash,
      'a/b',
      '\ud800',
    ])
      assert.deepEqual(await found(words), [], words);
    assert.deepEqual(await found('00-000000000000000-00'), []);
  });

  it('costs as many documents as there are answers, and one more, however many players there are', async () => {
    const call = { nowMs: Date.now() } as Parameters<typeof searchPlayers>[0];
    for (const [words, documents] of [
      [player.uid, 1],
      [player.deviceHash, 4],
      [(await player.stored()).referralCode, 3],
    ] as const) {
      const { traffic } = await countTraffic(() => searchPlayers(call, { words }));
      assert.deepEqual([traffic.read.length, traffic.queried.length, traffic.written.length], [documents, 0, 0], words);
    }
  });

  it('is for support alone', async () => {
    const { error } = await player.call('searchPlayers', { words: player.uid });
    assert.equal(error?.details.code, 'platform/role-required');
    const { error: late } = await support.call('searchPlayers', { words: 'x'.repeat(321) });
    assert.equal(late?.details.code, 'platform/invalid-input');
  });
});
