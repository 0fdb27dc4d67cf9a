import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { sha256Hex } from '../../../functions/src/platform/crypto/crypto.ts';
import { callCutOff } from '../../support/cutOff.ts';
import { dyingAt } from '../../support/dyingAtCommit.ts';
import { eventually } from '../../support/eventually.ts';
import type { FunctionServer } from '../../support/functionServer.ts';
import { deliverThere, newcomerThere, quietServer, runThere } from '../../support/quietProject.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { darkProject, Instance } from '../events/instances.ts';
import { Subscription } from '../events/messages.ts';
import { mayWithdraw } from '../users/lives.ts';
import { auditEntries, notes } from './envelopes.ts';

describe('an instance that dies right after its commit', function () {
  this.timeout(120_000);
  const project = darkProject();
  let healthy: FunctionServer;
  let witness: Instance;
  let messages: Subscription;

  before(async () => {
    healthy = await quietServer(project);
    witness = new Instance({ GCLOUD_PROJECT: project });
    messages = await Subscription.open('referral.claimed', project);
  });
  after(() => Promise.all([healthy.stop(), witness.end(), messages.close()]));

  const stored = async (path: string): Promise<any> => witness.ask('read', path);
  const coins = async ({ uid }: Player) => (await stored(`users/${uid}`)).balances.coins.available;

  it('leaves its message to the sweeper, and every consumer acts on it once', async () => {
    const [referrer, claimer] = [await newcomerThere(healthy), await newcomerThere(healthy)];
    const doomed = await quietServer(project, dyingAt(1));
    const { deviceHash } = claimer;
    const request = { referralCode: referrer.referralCode, deviceHash, idempotencyKey: freshKey() };
    await assert.rejects(claimer.call('claimReferral', request, { url: doomed.url }), /fetch failed/);
    await doomed.stop();

    // It was committed, nobody has heard of it, and the client's repetition does not make a second one of it.
    assert.equal(await coins(claimer), 100);
    const again = await claimer.call('claimReferral', request, { url: healthy.url });
    assert.equal(again.result.replayed, true);
    assert.equal(await coins(claimer), 100);
    assert.deepEqual(
      (await messages.received()).filter(({ uid }) => uid === claimer.uid),
      [],
    );

    await runThere(healthy, 'sweepOutbox', Date.now() + HOUR_MS);
    const [message, ...more] = await messages.receive(claimer.uid, 1);
    assert.deepEqual([message?.data, more.length], [{ referrerUid: referrer.uid, reward: 100 }, 0]);
    await runThere(healthy, 'sweepOutbox', Date.now() + 2 * HOUR_MS);

    for (const consumer of ['creditReferrer', 'notifyReferrer', 'auditReferral', 'creditReferrer', 'notifyReferrer']) {
      assert.equal(await deliverThere(healthy, consumer, message), true);
    }
    assert.equal(await coins(referrer), 100);
    const note = sha256Hex(String(message?.eventId)).slice(0, 32);
    assert.equal((await stored(`users/${referrer.uid}/inbox/${note}`)).kind, 'referral');
    assert.equal((await messages.received()).filter(({ uid }) => uid === claimer.uid).length, 1);
  });

  it('has paid a referrer even where the message of it is lost for good', async () => {
    const [referrer, claimer] = [await newcomerThere(healthy), await newcomerThere(healthy)];
    const { deviceHash } = claimer;
    const request = { referralCode: referrer.referralCode, deviceHash, idempotencyKey: freshKey() };
    assert.equal((await claimer.call('claimReferral', request, { url: healthy.url })).error, undefined);
    await runThere(healthy, 'sweepReferrals', Date.now() + HOUR_MS);
    await runThere(healthy, 'sweepReferrals', Date.now() + 2 * HOUR_MS);
    assert.equal(await coins(referrer), 100);
  });

  it('in the middle of a consumer’s work, has its message delivered again to one effect', async () => {
    const [referrer, claimer] = [await newcomerThere(healthy), await newcomerThere(healthy)];
    const { deviceHash } = claimer;
    const request = { referralCode: referrer.referralCode, deviceHash, idempotencyKey: freshKey() };
    await claimer.call('claimReferral', request, { url: healthy.url });
    await runThere(healthy, 'sweepOutbox', Date.now() + HOUR_MS);
    const [message] = await messages.receive(claimer.uid, 1);
    for (const consumer of ['creditReferrer', 'notifyReferrer', 'auditReferral']) {
      const doomed = await quietServer(project, dyingAt(1));
      await assert.rejects(deliverThere(doomed, consumer, message), /fetch failed/);
      await doomed.stop();
      assert.equal(await deliverThere(healthy, consumer, message), true);
    }
    assert.equal(await coins(referrer), 100);
  });

  it('has its withdrawal told of to the player and to the audit log, once', async () => {
    const player = await world.player();
    await mayWithdraw(player);
    const { deviceHash } = player;
    const details = { method: 'paypal', paymentDetails: { email: 'payee@example.com' } };
    const request = { amount: 600, ...details, deviceHash, idempotencyKey: freshKey() };
    await callCutOff(player, 'requestWithdrawal', request);
    const { result } = await player.call('requestWithdrawal', request);
    assert.deepEqual([result.status, result.replayed], ['PENDING', true]);
    await runSchedule('sweepOutbox', Date.now() + HOUR_MS);
    await eventually(async () => {
      assert.deepEqual([await notes(player.uid), await auditEntries(result.withdrawalId)], [1, 1]);
    });
  });
});
