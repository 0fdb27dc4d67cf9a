import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { freshKey, type Player, world } from '../../support/world.ts';

const DETAILS = { email: 'payee@example.com' };

/** A player who may withdraw: with coins by an admin's posting, and with the activity that is asked for. */
async function earner(coins: number): Promise<Player> {
  const player = await world.player();
  const admin = await world.staff('admin');
  const request = { uid: player.uid, currency: 'coins', amount: coins, reason: 'coins for a test' };
  const { error } = await admin.call('adjustBalance', { ...request, idempotencyKey: freshKey() });
  assert.equal(error, undefined);
  const { stats } = await player.stored();
  const active = { ...stats, gamesWon: 10, adsWatched: 50 };
  await (await adminFirestore()).doc(`users/${player.uid}`).update({ stats: active });
  return player;
}

function request(player: Player, more: object = {}) {
  const { deviceHash } = player;
  const fields = { amount: 600, method: 'paypal', paymentDetails: DETAILS, deviceHash, idempotencyKey: freshKey() };
  return player.call('requestWithdrawal', { ...fields, ...more });
}

async function coins(player: Player) {
  return (await player.stored()).balances.coins;
}

describe('a withdrawal where relay and consumers run by themselves', () => {
  it('holds the amount, and is paid out after review', async () => {
    const player = await earner(2_000);
    const support = await world.staff('support');
    const key = freshKey();
    const { result: asked, error } = await request(player, { idempotencyKey: key });
    assert.equal(error, undefined);
    assert.equal(asked.status, 'PENDING');
    assert.deepEqual(await coins(player), { available: 1_400, locked: 600 });
    assert.deepEqual((await request(player, { idempotencyKey: key })).result, { ...asked, replayed: true });
    const { withdrawalId } = asked;
    const held = await (await adminFirestore()).doc(`users/${player.uid}/holds/${withdrawalId}`).get();
    assert.equal(held.get('expiresAt'), null, 'what was paid outside could not be captured once its hold has expired');
    const shown = await support.call('revealPaymentDetails', { withdrawalId });
    assert.deepEqual(shown.result.paymentDetails, DETAILS);
    const review = { withdrawalId, decision: 'approve', idempotencyKey: freshKey() };
    assert.equal((await support.call('reviewWithdrawal', review)).result.status, 'APPROVED');
    const completion = { withdrawalId, outcome: 'completed', reference: 'pp-1', idempotencyKey: freshKey() };
    assert.equal((await support.call('completeWithdrawal', completion)).result.status, 'COMPLETED');
    assert.deepEqual(await coins(player), { available: 1_400, locked: 0 });
    const repeat = await support.call('completeWithdrawal', { ...completion, idempotencyKey: freshKey() });
    assert.equal(repeat.error?.details.code, 'withdrawals/wrong-state');
    await eventually(async () => {
      const inbox = await (await adminFirestore()).collection(`users/${player.uid}/inbox`).get();
      const told = inbox.docs.map((note) => note.get('facts.status')).sort();
      assert.deepEqual(told, ['APPROVED', 'COMPLETED', 'PENDING']);
    });
  });

  it('gives the coins back when it is cancelled, and is unknown to others', async () => {
    const [player, stranger] = [await earner(1_000), await world.player()];
    const { withdrawalId } = (await request(player)).result;
    const cancel = (by: Player) => by.call('cancelWithdrawal', { withdrawalId, idempotencyKey: freshKey() });
    assert.equal((await cancel(stranger)).error?.details.code, 'withdrawals/unknown');
    const { result } = await cancel(player);
    assert.deepEqual([result.status, result.balances.coins], ['CANCELLED', { available: 1_000, locked: 0 }]);
  });
});
