import assert from 'node:assert/strict';
import { DAY_MS, HOUR_MS, utcDay } from '../../../functions/src/kernel/time.ts';
import { indexedFields } from '../../security/indexFile.ts';
import { darkProject, Instance, RefusedThere } from './instances.ts';
import { games, wins, wire, yesterday } from './wireEvents.ts';

describe('what a batch of events costs in Firestore', () => {
  let instance: Instance;
  before(() => {
    instance = new Instance({ GCLOUD_PROJECT: darkProject() });
  });
  after(() => instance.end());

  const user = (uid: string) => `users/${uid}`;
  const page = (uid: string, day = yesterday()) => `users/${uid}/days/${day}`;

  for (const size of [1, 10, 50, 500]) {
    it(`is 2 documents read and 2 written for ${size} events of one day, hand-over included`, async () => {
      const uid = await instance.ask('openAccount');
      const { value, traffic } = await instance.count('credit', uid, games(size));
      assert.equal(value.processed, size);
      assert.deepEqual(traffic.read, [user(uid), page(uid)]);
      assert.deepEqual(traffic.written.toSorted(), [user(uid), page(uid)].toSorted());
      assert.deepEqual(traffic.queried, []);
      assert.equal(traffic.calls.Commit, 1);
    });
  }

  it('is no index entry of what nobody searches: balances, counters, streaks and keys have none', async () => {
    const uid = await instance.ask('openAccount');
    await instance.ask('credit', uid, [...games(10), wire('AD_WATCHED'), wire('STREAK_CLAIMED')]);
    const stored = async (path: string) => (await instance.ask('read', path)) ?? assert.fail(path);
    const account = indexedFields('users', await stored(user(uid)));
    // None of these changes with a batch but `movedIn`, with a day's first; only what changes has its entries written again.
    const known = ['country', 'deviceHash', 'movedIn', 'rating', 'referralCode', 'referredBy'];
    const found = [...known, 'shard', 'status', 'uid'];
    assert.deepEqual(account.sort(), found);
    assert.deepEqual(indexedFields('days', await stored(page(uid))).sort(), ['date', 'outboxSince', 'uid']);
  });

  it('is 2 read and 2 written again on a day that is full of events', async () => {
    const uid = await instance.ask('openAccount');
    const batch = games(500);
    await instance.ask('credit', uid, batch.slice(0, 499));
    const { traffic } = await instance.count('credit', uid, batch);
    assert.equal(traffic.read.length, 2);
    assert.equal(traffic.written.length, 2);
  });

  it('is 2 read and nothing written when the batch was sent before', async () => {
    const uid = await instance.ask('openAccount');
    const overlapping = { occurredAt: Date.now(), metadata: { gameName: 'go', durationSeconds: 86_000 } };
    const batch = [...games(20), wire('GAME_LOST', overlapping), wire('GAME_LOST', overlapping)];
    const onOneDay = batch.map((one) => ({ ...one, occurredAt: Date.now() - DAY_MS }));
    await instance.ask('credit', uid, onOneDay);
    const { value, traffic } = await instance.count('credit', uid, onOneDay);
    assert.equal(value.deltaCoins, 0);
    assert.equal(value.processed, 0);
    assert.equal(traffic.read.length, 2);
    assert.deepEqual(traffic.written, []);
  });

  it('is 1 read and nothing written when every event is outside the window or unreadable', async () => {
    const uid = await instance.ask('openAccount');
    const { value, traffic } = await instance.count('credit', uid, [wire('GAME_WON', { occurredAt: 0 }), null]);
    assert.equal(value.rejected, 2);
    assert.deepEqual(traffic.read, [user(uid)]);
    assert.deepEqual(traffic.written, []);
  });

  it('is one page more, read and written, for every further day', async () => {
    const uid = await instance.ask('openAccount');
    const days = [1, 2, 3].map((daysAgo) => yesterday(daysAgo));
    const { traffic } = await instance.count(
      'credit',
      uid,
      days.flatMap((day) => games(5, day)),
    );
    assert.equal(traffic.read.length, 4);
    assert.equal(traffic.written.length, 4);
  });

  it('is nothing at all for a call over the rate limit', async () => {
    const uid = await instance.ask('openAccount');
    const send = () => instance.count('send', uid, [wire('GAME_WON')]);
    for (let call = 0; call < 10; call += 1) await send();
    await assert.rejects(send(), (error: unknown) => {
      assert.ok(error instanceof RefusedThere);
      assert.equal(error.code, 'rate/limited');
      assert.deepEqual(error.traffic, { read: [], queried: [], written: [], verified: [], calls: {} });
      return true;
    });
  });

  it('stays 2 read when the page’s postings fill up and move to an archive of their own', async () => {
    const uid = await instance.ask('openAccount');
    const day = yesterday();
    let archived = 0;
    const all = wins(40, day);
    // Three of these postings fill a page.
    const correlationId = 'x'.repeat(20_000);
    for (const event of all) {
      const { traffic } = await instance.count('credit', uid, [event], { correlationId });
      assert.deepEqual(traffic.read, [user(uid), page(uid, day)]);
      if (traffic.written.length === 2) continue;
      assert.deepEqual(traffic.written.toSorted(), [user(uid), page(uid, day), `${page(uid, day)}-2`].toSorted());
      archived += 1;
      break;
    }
    assert.equal(archived, 1, 'an archive was made');
    const { value, traffic } = await instance.count('credit', uid, all);
    assert.deepEqual([traffic.read.length, traffic.written.length], [2, 2]);
    assert.equal(value.balances.coins.available, 400);
    const [current, archive] = await Promise.all([
      instance.ask('read', page(uid, day)),
      instance.ask('read', `${page(uid, day)}-2`),
    ]);
    const numbers = [...postings(archive), ...postings(current)].map(({ sequence }) => sequence);
    assert.deepEqual(
      numbers,
      Array.from({ length: value.version }, (_, at) => at + 1),
      'no posting lost or doubled',
    );
  });

  it('is 3 read and 2 written for the relay of a page, however many batches it holds', async () => {
    const quiet = new Instance({ GCLOUD_PROJECT: darkProject() });
    const uid = await quiet.ask('openAccount');
    for (let batch = 0; batch < 4; batch += 1) await quiet.ask('credit', uid, games(100));
    const month = `users/${uid}/monthlyStats/${yesterday().slice(0, 7)}`;
    const { traffic } = await quiet.count('sweepOutbox', Date.now() + HOUR_MS);
    assert.deepEqual(traffic.queried, [page(uid)]);
    assert.deepEqual(traffic.read.toSorted(), [page(uid), month].toSorted());
    assert.deepEqual(traffic.written.toSorted(), [page(uid), month].toSorted());
    const idle = await quiet.count('sweepOutbox', Date.now() + HOUR_MS);
    assert.deepEqual([idle.traffic.queried, idle.traffic.read, idle.traffic.written], [[], [], []]);
    await quiet.end();
  });

  it('prices with the economy of the call, and reads it once for many calls', async () => {
    const uid = await instance.ask('openAccount');
    const first = await instance.count('send', uid, [wire('AD_WATCHED', { occurredAt: Date.now() - 1_000 })]);
    assert.ok(first.traffic.read.filter((path) => path === 'config/economy').length <= 1);
    assert.equal((await instance.ask('read', page(uid, utcDay(Date.now() - 1_000))))?.uid, uid);
  });
});

function postings(stored: Record<string, unknown> | undefined): { sequence: number }[] {
  return (stored?.postings ?? []) as { sequence: number }[];
}
