import assert from 'node:assert/strict';
import { HOUR_MS, MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { eventually } from '../../support/eventually.ts';
import { Relay } from '../../support/relay.ts';
import { darkProject, Instance, RefusedThere } from './instances.ts';
import { earned, Subscription } from './messages.ts';
import { wins, yesterday } from './wireEvents.ts';

const pagePath = (uid: string) => `users/${uid}/days/${yesterday()}`;
const later = () => Date.now() + HOUR_MS;

describe('the hand-over of what a batch earned', () => {
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

  /** A player whose process died right after it had committed some wins. */
  async function playerWithUntoldWins(count = 2): Promise<string> {
    const uid = await instance.ask('openAccount');
    const doomed = new Instance({ GCLOUD_PROJECT: project });
    await doomed.ask('dieAfterCommit');
    await assert.rejects(doomed.ask('credit', uid, wins(count)), /died/);
    assert.equal(await doomed.end(), 'SIGKILL');
    return uid;
  }

  const toldOf = async (uid: string) => (await messages.received()).filter((message) => message.uid === uid);

  async function sweepClean(): Promise<void> {
    assert.equal((await instance.ask('sweepOutbox', later())).failed, 0);
  }

  async function assertSettled(uid: string): Promise<void> {
    const page: any = await instance.ask('read', pagePath(uid));
    assert.deepEqual([page.outbox, page.outboxSince], [[], null]);
    const month: any = await instance.ask('read', `users/${uid}/monthlyStats/${yesterday().slice(0, 7)}`);
    assert.equal(month.coinsEarned, page.stats.coinsEarned);
  }

  it('is made with the commit, before the answer', async () => {
    const uid = await playerWithWins(3);
    const { day, coins, sequence } = earned((await messages.receive(uid, 1))[0]);
    assert.deepEqual({ day, coins, sequence }, { day: yesterday(), coins: 30, sequence: 1 });
    const page: any = await instance.ask('read', pagePath(uid));
    assert.equal(page.outbox.length, 1, 'it stays until it is known to have been published');
  });

  it('survives a process that is killed right after the commit: the sweep makes it, once the page has waited', async () => {
    const uid = await playerWithUntoldWins();
    await instance.ask('sweepOutbox', Date.now() + 5 * MINUTE_MS);
    assert.deepEqual(await toldOf(uid), []);
    const summary = await instance.ask('sweepOutbox', Date.now() + 7 * MINUTE_MS);
    assert.ok(summary.relayed >= 1);
    assert.equal(earned((await messages.receive(uid, 1))[0]).coins, 20);
    await assertSettled(uid);
  });

  it('is left to the sweep where Pub/Sub is silent, and the call succeeds nevertheless', async () => {
    const uid = await instance.ask('openAccount');
    const silent = await Relay.to(process.env.PUBSUB_EMULATOR_HOST ?? '');
    silent.fallSilent();
    const cutOff = new Instance({ GCLOUD_PROJECT: project, PUBSUB_EMULATOR_HOST: silent.address });
    const { results, balances } = await cutOff.ask('credit', uid, wins(2));
    assert.deepEqual([results.length, balances.coins.available], [2, 20]);
    // The call waits for a second at most, in which a busy machine may not even have loaded the library.
    await eventually(async () => assert.ok(silent.bytesSent > 0, 'it was tried'));
    assert.deepEqual(await toldOf(uid), []);
    await Promise.all([cutOff.end(), silent.close()]);
    await sweepClean();
    assert.equal((await messages.receive(uid, 1)).length, 1);
    await assertSettled(uid);
  });

  it('is waited for by nobody else while Pub/Sub owes one an answer', async () => {
    const slow = await Relay.to(process.env.PUBSUB_EMULATOR_HOST ?? '');
    const cutOff = new Instance({ GCLOUD_PROJECT: project, PUBSUB_EMULATOR_HOST: slow.address });
    const creditThere = async () => {
      const uid = await instance.ask('openAccount');
      await cutOff.ask('credit', uid, wins(2));
      return uid;
    };
    const prompt = await creditThere();
    slow.delay();
    // On a busy machine the one before the delay may be the first to be late.
    for (let late = 0; late < 2; late += 1) await creditThere();
    const meanwhile = await creditThere();
    slow.deliver();
    const promptAgain = await eventually(async () => {
      const uid = await creditThere();
      assert.equal((await toldOf(uid)).length, 1, 'nobody waits for Pub/Sub any more');
      return uid;
    });
    await Promise.all([cutOff.end(), slow.close()]);
    await sweepClean();
    for (const uid of [prompt, promptAgain]) await messages.receive(uid, 2);
    assert.equal((await messages.receive(meanwhile, 1)).length, 1, 'by the sweep alone');
    await assertSettled(meanwhile);
  });

  it('is repeated under the same id by a relay that died between publishing and clearing', async () => {
    const uid = await playerWithWins();
    const doomed = new Instance({ GCLOUD_PROJECT: project });
    await doomed.ask('read', pagePath(uid));
    await doomed.ask('dieBeforeCommit');
    await assert.rejects(doomed.ask('relayNow', pagePath(uid)), /died/);
    await messages.receive(uid, 2);
    assert.equal(((await instance.ask('read', pagePath(uid))) as any).outbox.length, 1);
    await sweepClean();
    const [first, ...more] = await messages.receive(uid, 3);
    assert.deepEqual(more, [first, first], 'by the call, by the relay that died, and by the sweep');
    await assertSettled(uid);
    await doomed.end();
  });

  it('is made once for all batches of a session, however many there were', async () => {
    const uid = await playerWithWins(1);
    for (let more = 0; more < 3; more += 1) await instance.ask('credit', uid, wins(1));
    await sweepClean();
    const told = await messages.receive(uid, 8);
    const ids = new Set(told.map(({ eventId }) => eventId));
    assert.deepEqual([told.length, ids.size], [8, 4]);
    await assertSettled(uid);
  });

  it('keeps what came while a relay was on its way', async () => {
    const uid = await playerWithWins(1);
    const stale: any = await instance.ask('read', pagePath(uid));
    await instance.ask('credit', uid, wins(3));
    await instance.ask('relayAsRead', pagePath(uid), { uid, date: yesterday(), outbox: stale.outbox });
    const page: any = await instance.ask('read', pagePath(uid));
    assert.deepEqual(
      page.outbox.map((message: any) => message.data.sequence),
      [2],
    );
    assert.notEqual(page.outboxSince, null);
    await instance.ask('relayNow', pagePath(uid));
    assert.deepEqual((await messages.receive(uid, 4)).map((message) => earned(message).sequence).sort(), [1, 1, 2, 2]);
    await assertSettled(uid);
  });

  /** Leaves messages on a page that no topic will ever take. */
  async function leaveStuck(uid: string, count: number): Promise<void> {
    const { outbox }: any = await instance.ask('read', pagePath(uid));
    const stuck = Array.from({ length: count }, (_, at) => {
      return { ...outbox[0], eventId: `${uid}:stuck-${at}`, type: 'no topic / at all' };
    });
    await instance.ask('write', pagePath(uid), { outbox: [...stuck, ...outbox] });
  }

  it('of one message does not wait for another one that no topic takes, nor does the month; the page steps aside', async () => {
    const uid = await playerWithWins(3);
    await leaveStuck(uid, 1);
    const firstMs = later();
    const first = await instance.ask('sweepOutbox', firstMs);
    assert.deepEqual([first.relayed, first.failed], [0, 1]);
    assert.ok(Math.abs(first.oldestSeconds - 3_600) < 120);
    assert.equal((await messages.receive(uid, 2)).length, 2, 'by the call and by the sweep');
    const page: any = await instance.ask('read', pagePath(uid));
    assert.deepEqual(
      page.outbox.map(({ eventId }: any) => eventId),
      [`${uid}:stuck-0`],
    );
    const month: any = await instance.ask('read', `users/${uid}/monthlyStats/${yesterday().slice(0, 7)}`);
    assert.equal(month.coinsEarned, 30);
    const soon = await instance.ask('sweepOutbox', firstMs + 5 * MINUTE_MS);
    assert.deepEqual([soon.relayed, soon.failed], [0, 0], 'others have their turn first');
    const again = await instance.ask('sweepOutbox', firstMs + 9 * MINUTE_MS);
    assert.deepEqual([again.relayed, again.failed], [0, 1]);
    assert.ok(again.oldestSeconds > 3_600, 'and what waits is as old as it is');
    await instance.ask('write', pagePath(uid), { outbox: [], outboxSince: null });
  });

  it('makes room on a page that is full before it adds to it, and adds nothing where that does not help', async () => {
    const uid = await playerWithWins(1);
    const { outbox }: any = await instance.ask('read', pagePath(uid));
    const waiting = Array.from({ length: 250 }, (_, at) => ({ ...outbox[0], eventId: `${uid}:waiting-${at}` }));
    await instance.ask('write', pagePath(uid), { outbox: waiting });
    const { balances } = await instance.ask('credit', uid, wins(2));
    assert.equal(balances.coins.available, 30);
    const relieved: any = await instance.ask('read', pagePath(uid));
    assert.equal(relieved.outbox.length, 1);
    assert.notEqual(relieved.outboxSince, null, 'the month still waits for the sweep');
    assert.equal((await messages.receive(uid, 252)).length, 252);
    await leaveStuck(uid, 250);
    await instance.ask('relayNow', pagePath(uid)).catch(() => undefined);
    const before = await instance.ask('read', pagePath(uid));
    await assert.rejects(instance.ask('credit', uid, wins(1)), (error: unknown) => {
      assert.ok(error instanceof RefusedThere);
      assert.equal(error.code, 'platform/unavailable');
      return true;
    });
    assert.deepEqual(await instance.ask('read', pagePath(uid)), before);
    await instance.ask('write', pagePath(uid), { outbox: [], outboxSince: null });
  });

  it('passes over pages that cannot be relayed, and counts them', async () => {
    const poisoned = await playerWithWins();
    await sweepClean();
    await instance.ask('poison', pagePath(poisoned));
    const uid = await playerWithWins();
    const { relayed, failed } = await instance.ask('sweepOutbox', later());
    assert.deepEqual({ relayed, failed }, { relayed: 1, failed: 1 });
    await assertSettled(uid);
    await assert.rejects(instance.ask('relayNow', pagePath(poisoned)), /outbox/);
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
