import assert from 'node:assert/strict';
import { HOUR_MS, MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { projectId } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { darkProject, Instance } from './instances.ts';
import { earned, Subscription } from './messages.ts';
import { wins, yesterday } from './wireEvents.ts';

const pagePath = (uid: string) => `users/${uid}/days/${yesterday()}`;
const later = () => Date.now() + HOUR_MS;

describe('the hand-over of what a batch earned', () => {
  it('survives a process that is killed right after the commit', async () => {
    const messages = await Subscription.open('reward.earned', projectId);
    const [doomed, witness] = [new Instance(), new Instance()];
    const uid = await doomed.ask('openAccount');
    await doomed.ask('dieAfterCommit');
    await assert.rejects(doomed.ask('credit', uid, wins(3)), /died/);
    assert.equal(await doomed.end(), 'SIGKILL');
    const [message, ...others] = await messages.receive(uid, 1);
    const { day, coins, sequence } = earned(message);
    assert.deepEqual({ day, coins, sequence }, { day: yesterday(), coins: 30, sequence: 1 });
    assert.deepEqual(
      others.filter((other) => other.eventId !== message?.eventId),
      [],
    );
    await eventually(async () => {
      const page = await witness.ask('read', pagePath(uid));
      assert.deepEqual([page?.outbox, page?.outboxSince], [[], null]);
    });
    await Promise.all([witness.end(), messages.close()]);
  });
});

describe('the hand-over where no trigger runs', () => {
  const project = darkProject();
  let instance: Instance;
  let messages: Subscription;

  before(async () => {
    instance = new Instance({ GCLOUD_PROJECT: project });
    messages = await Subscription.open('reward.earned', project);
  });
  after(() => Promise.all([instance.end(), messages.close()]));

  async function playerWithWins(count = 2): Promise<string> {
    const uid = await instance.ask('openAccount');
    await instance.ask('credit', uid, wins(count));
    return uid;
  }

  async function sweepClean(): Promise<void> {
    assert.equal((await instance.ask('sweepOutbox', later())).failed, 0);
  }

  async function assertSettled(uid: string): Promise<void> {
    const page: any = await instance.ask('read', pagePath(uid));
    assert.deepEqual([page.outbox, page.outboxSince], [[], null]);
    const month: any = await instance.ask('read', `users/${uid}/monthlyStats/${yesterday().slice(0, 7)}`);
    assert.equal(month.coinsEarned, page.stats.coinsEarned);
  }

  it('is made by the sweep, once a page is overdue and not before', async () => {
    const uid = await playerWithWins();
    await instance.ask('sweepOutbox', Date.now());
    assert.deepEqual(
      (await messages.received()).filter((message) => message.uid === uid),
      [],
    );
    const summary = await instance.ask('sweepOutbox', Date.now() + 3 * MINUTE_MS);
    assert.ok(summary.relayed >= 1);
    assert.equal(earned((await messages.receive(uid, 1))[0]).coins, 20);
    await assertSettled(uid);
  });

  it('is repeated under the same id by a relay that died between publishing and clearing', async () => {
    const uid = await playerWithWins();
    const doomed = new Instance({ GCLOUD_PROJECT: project });
    await doomed.ask('read', pagePath(uid));
    await doomed.ask('dieBeforeCommit');
    await assert.rejects(doomed.ask('relayWritten', pagePath(uid)), /died/);
    await messages.receive(uid, 1);
    assert.equal(((await instance.ask('read', pagePath(uid))) as any).outbox.length, 1);
    await sweepClean();
    const [first, second] = await messages.receive(uid, 2);
    assert.equal(first?.eventId, second?.eventId);
    assert.deepEqual(first, second);
    await assertSettled(uid);
    await doomed.end();
  });

  it('keeps what came while a relay was on its way', async () => {
    const uid = await playerWithWins(1);
    const stale: any = await instance.ask('read', pagePath(uid));
    await instance.ask('credit', uid, wins(3));
    await instance.ask('relayAsTold', pagePath(uid), stale.outbox);
    const page: any = await instance.ask('read', pagePath(uid));
    assert.deepEqual(
      page.outbox.map((message: any) => message.data.sequence),
      [2],
    );
    assert.notEqual(page.outboxSince, null);
    await instance.ask('relayWritten', pagePath(uid));
    assert.deepEqual(
      (await messages.receive(uid, 2)).map((message) => earned(message).sequence),
      [1, 2],
    );
    await assertSettled(uid);
  });

  it('passes over pages that cannot be relayed, and counts them', async () => {
    const poisoned = await playerWithWins();
    await sweepClean();
    await instance.ask('poison', pagePath(poisoned));
    const uid = await playerWithWins();
    const { relayed, failed } = await instance.ask('sweepOutbox', later());
    assert.deepEqual({ relayed, failed }, { relayed: 1, failed: 1 });
    assert.equal((await messages.receive(uid, 1)).length, 1);
    await assertSettled(uid);
    await assert.rejects(instance.ask('relayWritten', pagePath(poisoned)), /outbox/);
  });

  it('is not held up by more poison than one round of the sweep takes', async () => {
    await instance.ask('poisonMany', 120);
    const uid = await playerWithWins();
    const summary = await instance.ask('sweepOutbox', later());
    assert.equal(summary.relayed, 1);
    assert.ok(summary.failed >= 120);
    await assertSettled(uid);
  });
});
