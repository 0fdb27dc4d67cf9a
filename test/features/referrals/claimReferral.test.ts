import assert from 'node:assert/strict';
import { eventually } from '../../support/eventually.ts';
import { freshKey, type Player, world } from '../../support/world.ts';

async function codeOf(player: Player): Promise<string> {
  return (await player.stored()).referralCode;
}

async function coinsOf(player: Player): Promise<number> {
  return (await player.stored()).balances.coins.available;
}

describe('a claim where relay and consumers run by themselves', () => {
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

  it('works through createUser as well, with the code as a friend would write it', async () => {
    const referrer = await world.player();
    const visitor = await world.visitor();
    const code = await codeOf(referrer);
    const referralCode = `\u00a0${code.slice(0, 4)}\u2013${code.slice(4)}\t`.toLowerCase();
    const request = { deviceHash: visitor.deviceHash, referralCode, idempotencyKey: freshKey() };
    const { result, error } = await visitor.call('createUser', request);
    assert.equal(error, undefined);
    assert.equal(result.balances.coins.available, 100);
    await eventually(async () => assert.equal(await coinsOf(referrer), 100));
  });
});
