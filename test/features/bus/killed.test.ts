import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
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
  this.timeout(240_000);
  const project = darkProject();
  const topic = 'referral.claimed';
  let healthy: FunctionServer;
  let witness: Instance;
  let messages: Subscription;

  before(async () => {
    healthy = await quietServer(project);
    witness = new Instance({ GCLOUD_PROJECT: project });
    messages = await Subscription.open(topic, project);
  });
  after(() => Promise.all([healthy.stop(), witness.end(), messages.close()]));

  const stored = async (path: string): Promise<any> => witness.ask('read', path);
  const linesOf = async ({ uid }: Player) => (await witness.ask('list', `users/${uid}/inbox`)).map(({ kind }) => kind);
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

    for (let copy = 0; copy < 3; copy += 1) assert.equal(await deliverThere(healthy, topic, message), true);
    assert.equal(await coins(referrer), 100);
    assert.deepEqual(await linesOf(referrer), ['referral']);
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

  for (const commit of [1, 2, 3]) {
    it(`after ${commit} of three consumers’ commits, has its message delivered again to one effect of each`, async () => {
      const [referrer, claimer] = [await newcomerThere(healthy), await newcomerThere(healthy)];
      const { deviceHash } = claimer;
      const request = { referralCode: referrer.referralCode, deviceHash, idempotencyKey: freshKey() };
      await claimer.call('claimReferral', request, { url: healthy.url });
      await runThere(healthy, 'sweepOutbox', Date.now() + HOUR_MS);
      const [message] = await messages.receive(claimer.uid, 1);
      const doomed = await quietServer(project, dyingAt(commit));
      await assert.rejects(deliverThere(doomed, topic, message), /fetch failed/);
      await doomed.stop();
      // What the dead one had locked stays locked for a minute; Pub/Sub brings the message until somebody takes it.
      for (let copy = 0; copy < 2; copy += 1) {
        await eventually(async () => assert.equal(await deliverThere(healthy, topic, message), true), 150_000);
      }
      assert.deepEqual([await coins(referrer), await linesOf(referrer)], [100, ['referral']]);
      const log = await witness.ask('list', 'auditLog');
      const entries = log.filter(({ subject }) => subject === `users/${referrer.uid}`);
      assert.deepEqual(
        entries.map(({ action }) => action),
        ['referral.claimed'],
      );
    });
  }

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
