import assert from 'node:assert/strict';
import { DAY_MS, dayStartMs, utcDay } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { world } from '../../support/world.ts';
import { darkProject, Instance } from './instances.ts';
import { wire, yesterday } from './wireEvents.ts';

/** An hour into the day before, when those events were today's. */
const backThen = () => dayStartMs(yesterday()) + 12 * 3_600_000;
const inTime = () => wire('AD_WATCHED', { occurredAt: backThen() - 60_000 });

describe('the daily reset', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(() => {
    instance = new Instance({ GCLOUD_PROJECT: darkProject() });
  });
  after(() => instance.end());

  const today = async (uid: string): Promise<any> => (await instance.ask('read', `users/${uid}`))?.today;

  async function playersOfYesterday(count: number): Promise<string[]> {
    const uids: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const uid = await instance.ask('openAccount', { nowMs: backThen() });
      await instance.ask('credit', uid, [inTime()], { nowMs: backThen() });
      assert.equal((await today(uid)).adsWatched, 1);
      uids.push(uid);
    }
    return uids;
  }

  it('clears the counters of earlier days, over all shards, and touches nobody else', async () => {
    const stale = await playersOfYesterday(6);
    const active = await instance.ask('openAccount');
    await instance.ask('credit', active, [wire('AD_WATCHED')]);
    const fresh = await instance.ask('openAccount');
    const { value, traffic } = await instance.count('resetDaily', Date.now());
    assert.deepEqual(value, { reset: 6, complete: true });
    assert.deepEqual(traffic.written.toSorted(), stale.map((uid) => `users/${uid}`).toSorted());
    for (const uid of stale) assert.deepEqual([(await today(uid)).date, (await today(uid)).adsWatched], [null, 0]);
    assert.equal((await today(active)).adsWatched, 1);
    assert.equal((await today(fresh)).date, null);
  });

  it('writes nothing when there is nothing to clear', async () => {
    await playersOfYesterday(2);
    await instance.ask('resetDaily', Date.now());
    const { value, traffic } = await instance.count('resetDaily', Date.now());
    assert.deepEqual(value, { reset: 0, complete: true });
    assert.deepEqual([traffic.written, traffic.queried], [[], []]);
  });

  it('goes on where it was cut off', async () => {
    await playersOfYesterday(3);
    assert.deepEqual(await instance.ask('resetDaily', Date.now(), { budgetMs: 0 }), { reset: 0, complete: false });
    assert.deepEqual(await instance.ask('resetDaily', Date.now()), { reset: 3, complete: true });
  });

  it('clobbers no batch that is credited meanwhile', async () => {
    const uids = await playersOfYesterday(8);
    const other = uids.map((uid) => instance.ask('credit', uid, [wire('AD_WATCHED'), wire('AD_WATCHED')]));
    const [summary] = await Promise.all([instance.ask('resetDaily', Date.now()), ...other]);
    assert.ok(summary.complete && summary.reset <= uids.length);
    for (const uid of uids) {
      const { date, adsWatched } = await today(uid);
      assert.deepEqual({ date, adsWatched }, { date: utcDay(Date.now()), adsWatched: 2 });
      assert.equal(((await instance.ask('read', `users/${uid}`)) as any).balances.coins.available, 15);
    }
  });

  it('is not needed for limits: they are the day’s own where it never ran', async () => {
    const uid = await instance.ask('openAccount', { nowMs: backThen() });
    const ads = (nowMs: number) => Array.from({ length: 12 }, () => wire('AD_WATCHED', { occurredAt: nowMs - 1_000 }));
    const credit = async (nowMs: number) => (await instance.ask('credit', uid, ads(nowMs), { nowMs })).processed;
    assert.equal(await credit(backThen()), 10);
    assert.equal(await credit(backThen() + DAY_MS), 10);
    assert.equal(await credit(backThen()), 0);
  });

  it('runs when its schedule says', async () => {
    const player = await world.player();
    const counters = { ...(await player.stored()).today, date: '2020-01-01', adsWatched: 3 };
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ today: counters });
    await runSchedule('dailyReset', Date.parse('2020-01-02T00:05:00Z'));
    const { today: shown } = await player.stored();
    assert.deepEqual([shown.date, shown.adsWatched], [null, 0]);
  });
});
