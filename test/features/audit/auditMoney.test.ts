import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { insist } from '../../support/keyed.ts';
import { world } from '../../support/world.ts';
import { mayWithdraw } from '../users/lives.ts';

/** What the log says of a subject, in the order in which it happened, once it has as many entries. */
async function entries(subject: string, count: number): Promise<FirebaseFirestore.DocumentData[]> {
  return eventually(async () => {
    const found = await (await adminFirestore()).collection('auditLog').where('subject', '==', subject).get();
    assert.equal(found.size, count);
    return found.docs.map((entry) => entry.data()).sort((left, right) => left.at.toMillis() - right.at.toMillis());
  });
}

describe('the audit log of money', function () {
  this.timeout(60_000);

  it('has every step of a withdrawal with before and after, beside what staff did for it', async () => {
    const [player, support] = [await world.player(), await world.staff('support')];
    await mayWithdraw(player);
    const correlationId = randomUUID();
    const details = { method: 'paypal', paymentDetails: { email: 'payee@example.com' } };
    const request = { amount: 600, ...details, deviceHash: player.deviceHash };
    const traced = { headers: { 'x-correlation-id': correlationId } };
    const { withdrawalId } = await insist(player, 'requestWithdrawal', request, traced);
    await insist(support, 'reviewWithdrawal', { withdrawalId, decision: 'reject', reason: 'not this time' });
    const log = await entries(`withdrawals/${withdrawalId}`, 3);
    const moves = log.filter(({ action }) => action === 'withdrawal.updated');
    assert.deepEqual(
      moves.map(({ actor, before, after }) => [actor, before, after]),
      [
        [player.uid, { status: null }, { status: 'PENDING', amount: 600 }],
        [player.uid, { status: 'PENDING' }, { status: 'REJECTED', amount: 600 }],
      ],
    );
    assert.equal(moves[0]?.correlationId, correlationId);
    const staff = log.find(({ action }) => action === 'reviewWithdrawal:reject');
    assert.deepEqual([staff?.actor, staff?.correlationId], [support.uid, moves[1]?.correlationId]);
    assert.ok(!JSON.stringify(log).includes('payee@example.com'));
  });

  it('has what was given for other players, and for whom', async () => {
    const [referrer, claimer] = [await world.player(), await world.player()];
    const { referralCode } = await referrer.stored();
    await insist(claimer, 'claimReferral', { referralCode, deviceHash: claimer.deviceHash });
    const [entry] = await entries(`users/${referrer.uid}`, 1);
    assert.deepEqual([entry?.action, entry?.actor, entry?.before], ['referral.claimed', claimer.uid, null]);
    assert.deepEqual(entry?.after, { reward: 100 });
  });
});
