import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { freshDevice, freshKey, type Player, world } from '../../support/world.ts';

async function codeOf(player: Player): Promise<string> {
  return (await player.stored()).referralCode;
}

async function claim(player: Player, referralCode: string, more: object = {}) {
  const { deviceHash } = player;
  return player.call('claimReferral', { referralCode, deviceHash, idempotencyKey: freshKey(), ...more });
}

async function coinsOf(player: Player): Promise<number> {
  return (await player.stored()).balances.coins.available;
}

describe('claimReferral', () => {
  it('pays 100 coins to the claimer at once and to the referrer exactly once', async () => {
    const [referrer, claimer] = [await world.player(), await world.player()];
    const key = freshKey();
    const request = { referralCode: await codeOf(referrer), deviceHash: claimer.deviceHash, idempotencyKey: key };
    const first = await claimer.call('claimReferral', request);
    assert.equal(first.error, undefined);
    assert.deepEqual(
      [first.result.referrerUid, first.result.reward, first.result.replayed],
      [referrer.uid, 100, false],
    );
    const again = await claimer.call('claimReferral', request);
    assert.deepEqual(again.result, { ...first.result, replayed: true });
    await eventually(async () => assert.equal(await coinsOf(referrer), 100));
    assert.equal(await coinsOf(claimer), 100);
    assert.equal((await claimer.stored()).referredBy, referrer.uid);
  });

  it('works through createUser as well', async () => {
    const referrer = await world.player();
    const visitor = await world.visitor();
    const referralCode = await codeOf(referrer);
    const request = { deviceHash: visitor.deviceHash, referralCode, idempotencyKey: freshKey() };
    const { result, error } = await visitor.call('createUser', request);
    assert.equal(error, undefined);
    assert.equal(result.balances.coins.available, 100);
    await eventually(async () => assert.equal(await coinsOf(referrer), 100));
  });

  it('refuses in the order of device, code, own code and an earlier claim, and posts nothing', async () => {
    const [referrer, other, claimer] = [await world.player(), await world.player(), await world.player()];
    const code = await codeOf(referrer);
    const refusal = async (referralCode: string, more: object = {}) =>
      (await claim(claimer, referralCode, more)).error?.details.code;
    assert.equal(await refusal('ZZZZZZZZ', { deviceHash: freshDevice() }), 'referrals/wrong-device');
    assert.equal(await refusal('ZZZZZZZZ'), 'referrals/unknown-code');
    assert.equal(await refusal(await codeOf(claimer)), 'referrals/own-code');
    assert.equal(await coinsOf(claimer), 0);
    assert.equal(await refusal(code), undefined);
    const ledger = await claimer.ledger();
    assert.equal(await refusal(await codeOf(other)), 'referrals/already-claimed');
    assert.deepEqual(await claimer.ledger(), ledger);
  });

  it('lets one of two codes win that one player claims at the same time', async () => {
    const [left, right, claimer] = [await world.player(), await world.player(), await world.player()];
    const codes = [await codeOf(left), await codeOf(right)];
    const answers = await Promise.all(codes.map((code) => claim(claimer, code)));
    const settled = await Promise.all(
      answers.map((answer, at) => (answer.error?.status === 'ABORTED' ? claim(claimer, codes[at] ?? '') : answer)),
    );
    assert.equal(settled.filter(({ error }) => error === undefined).length, 1);
    assert.equal(await coinsOf(claimer), 100);
  });

  it('takes a code whose owner has held the same device for the claimer’s own', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const moved = await referrer.call('bindDevice', { deviceHash: freshDevice(), idempotencyKey: freshKey() });
    assert.equal(moved.error, undefined);
    const second = await world.visitor();
    const { deviceHash } = referrer;
    const created = await second.call('createUser', { deviceHash, idempotencyKey: freshKey() });
    assert.equal(created.error, undefined);
    assert.equal((await claim(second, code, { deviceHash })).error?.details.code, 'referrals/own-code');
  });

  it('blocks mass claims from one address, and leaves the facts for review', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const address = { headers: { 'x-forwarded-for': referrer.address } };
    const codes: (string | undefined)[] = [];
    let blocked: Player | undefined;
    for (let at = 0; at < 9; at += 1) {
      const claimer = await world.player();
      const { deviceHash } = claimer;
      const request = { referralCode: code, deviceHash, idempotencyKey: freshKey() };
      const { error } = await claimer.call('claimReferral', request, address);
      codes.push(error?.details.code);
      if (error !== undefined) blocked = claimer;
    }
    // The referrer's own address scores 10, and each claim after the third 5 more: the eighth passes 30.
    assert.deepEqual(codes.slice(0, 7), Array(7).fill(undefined));
    assert.deepEqual(codes.slice(7), ['referrals/blocked', 'referrals/blocked']);
    assert.ok(blocked);
    assert.equal(await coinsOf(blocked), 0);
    const logs = await (await adminFirestore()).collection('fraudLogs').where('uid', '==', blocked.uid).get();
    assert.deepEqual(
      logs.docs.map((log) => log.get('evidence')),
      [{ sameAddress: 10, manyClaims: 25 }],
    );
  }).timeout(60_000);
});
