import assert from 'node:assert/strict';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { mayWithdraw } from '../users/lives.ts';

/** The lines of a player's inbox, once there are as many. */
async function inbox({ uid }: Player, lines: number): Promise<FirebaseFirestore.DocumentData[]> {
  return eventually(async () => {
    const { docs } = await (await adminFirestore()).collection(`users/${uid}/inbox`).get();
    assert.equal(docs.length, lines);
    return docs.map((note) => note.data());
  });
}

describe('the inbox', function () {
  this.timeout(60_000);

  it('has a line for each step of a withdrawal, for 90 days', async () => {
    const [player, support] = [await world.player(), await world.staff('support')];
    await mayWithdraw(player);
    const details = { method: 'paypal', paymentDetails: { email: 'payee@example.com' } };
    const request = { amount: 600, ...details, deviceHash: player.deviceHash };
    const { withdrawalId } = await insist(player, 'requestWithdrawal', request);
    await insist(support, 'reviewWithdrawal', { withdrawalId, decision: 'approve' });
    await insist(support, 'completeWithdrawal', { withdrawalId, outcome: 'failed', reason: 'no such mailbox' });
    const notes = await inbox(player, 3);
    assert.deepEqual(notes.map(({ facts }) => facts.status).sort(), ['APPROVED', 'FAILED', 'PENDING']);
    for (const { kind, facts, at, expireAt } of notes) {
      assert.deepEqual([kind, facts.withdrawalId, facts.amount], ['withdrawal', withdrawalId, 600]);
      assert.equal(expireAt.toMillis() - at.toMillis(), 90 * DAY_MS);
    }
    const text = JSON.stringify(notes);
    for (const word of [support.uid, 'payee@example.com', 'mailbox']) assert.ok(!text.includes(word), word);
  });

  it('tells a referrer of each claim, and not whose it was', async () => {
    const [referrer, ...claimers] = await Promise.all([world.player(), world.player(), world.player()]);
    const { referralCode } = await referrer.stored();
    for (const claimer of claimers) {
      await insist(claimer, 'claimReferral', { referralCode, deviceHash: claimer.deviceHash });
    }
    const { docs } = await eventually(async () => {
      const found = await (await adminFirestore()).collection(`users/${referrer.uid}/inbox`).get();
      assert.equal(found.size, 2);
      return found;
    });
    for (const note of docs) assert.deepEqual([note.get('kind'), note.get('facts')], ['referral', { reward: 100 }]);
    const text = JSON.stringify(docs.map((note) => [note.id, note.data()]));
    for (const { uid } of claimers) assert.ok(!text.includes(uid));
    assert.equal((await Promise.all(claimers.map((claimer) => inbox(claimer, 0)))).flat().length, 0);
  });
});
