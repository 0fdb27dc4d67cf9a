import assert from 'node:assert/strict';
import { DAY_MS, dayStartMs, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import type { CallOptions } from '../../support/callable.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { freshAddress } from '../../support/world.ts';
import { games, wire, yesterday } from '../events/wireEvents.ts';
import { askFor } from '../withdrawals/asked.ts';
import { decide, suspect } from './suspects.ts';

const V1 = JSON.parse(demoSettings().PLAYER_KEYS ?? '{}').keys.v1;
const V2 = 'e2'.repeat(32);
const ring = (current: string, keys: Record<string, string>) => ({ PLAYER_KEYS: JSON.stringify({ current, keys }) });

/** What would tell a cheat how close to being noticed they are. */
const TELLTALE = /implausible|overlapMs|chargeback|frozenBy|unusual|places"|addresses/;

/** Two games that cannot both have been played, an hour and more of yesterday. */
function twoAtOnce() {
  const occurredAt = dayStartMs(yesterday()) + 12 * HOUR_MS;
  const metadata = { gameName: 'chess', durationSeconds: 3_600 };
  return [wire('GAME_LOST', { occurredAt, metadata }), wire('GAME_WON', { occurredAt, metadata })];
}

describe('what a player must not read', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  const record = ({ uid }: DarkPerson) => world.server.ask('record', uid);
  const conduct = ({ uid }: DarkPerson) => world.server.ask('read', `conduct/${uid}`);
  const evidence = async ({ uid }: DarkPerson) => {
    const logs = (await world.server.ask('list', 'fraudLogs')).filter(({ data }) => data.uid === uid);
    return logs.map(({ data }) => data.evidence);
  };

  async function readable({ uid }: DarkPerson): Promise<[path: string, text: string][]> {
    const documents = (await world.server.ask('scan')).filter(({ path }) => path.startsWith(`users/${uid}`));
    return documents.map(({ path, data }) => [path, JSON.stringify(data)]);
  }

  async function demandHidden(player: DarkPerson): Promise<void> {
    for (const [path, text] of await readable(player)) assert.doesNotMatch(text, TELLTALE, path);
  }

  /** Has played yesterday, implausibly, and is frozen for it. */
  async function frozenCheat(): Promise<DarkPerson> {
    const { player, logIds } = await suspect(world);
    await player.aged(3);
    const { result } = await player.call('batchEvents', { events: twoAtOnce() });
    assert.equal(result.results[1].code, 'events/implausible');
    await world.pump();
    assert.equal((await decide(await world.staff('support'), logIds[0], 'freeze')).error, undefined);
    return player;
  }

  it('stands in no document that the player reads, and cannot be told from its length or from its changes', async () => {
    const [cheat, honest] = [await frozenCheat(), await world.player()];
    await demandHidden(cheat);
    assert.equal((await record(cheat)).implausible, 2);
    const { chargebacks, frozenBy } = (await conduct(cheat)) ?? {};
    assert.deepEqual([chargebacks, frozenBy?.length], [1, 1]);
    await honest.aged(3);
    await honest.call('batchEvents', { events: games(3) });
    const first = (await honest.stored()).sealed;
    assert.equal(first.length, (await cheat.stored()).sealed.length);
    await honest.call('batchEvents', { events: games(1) });
    const second = (await honest.stored()).sealed;
    assert.ok(first !== second && first.length === second.length, 'sealed anew by every batch');
  });

  it('is sealed for its own player: it opens nowhere else', async () => {
    const [one, other] = [await world.player(), await world.player()];
    await other.mend({ sealed: (await one.stored()).sealed });
    await assert.rejects(record(other), /sealed-unreadable/);
  });

  it('is taken from where earlier versions had it by the next batch, which loses nothing of it', async () => {
    const player = await world.player();
    await player.aged(3);
    const date = yesterday();
    const { stats } = await player.stored();
    await player.mend({ chargebacks: 2, frozenBy: [], stats: { ...stats, implausible: 4 } });
    await player.call('batchEvents', { events: games(3) });
    await world.server.ask('write', `users/${player.uid}/days/${date}`, { overlapMs: 599_000 });
    const { result } = await player.call('batchEvents', { events: [wire('GAME_LOST', { ...twoAtOnce()[0] })] });
    assert.equal(result.processed, 1);
    const more = await player.call('batchEvents', { events: twoAtOnce().slice(1) });
    assert.equal(more.result.results[0].code, 'events/implausible', 'the slack that was used up is remembered');
    assert.equal((await record(player)).implausible, 5);
    const shown = await player.stored();
    assert.ok(!('implausible' in shown.stats));
    const page = await world.server.ask('read', `users/${player.uid}/days/${date}`);
    assert.ok(page !== undefined && !('overlapMs' in page) && !('implausible' in page.stats));
  });

  it('is taken along for players who do not come back, once, and a dry run changes nothing', async () => {
    const { player, date, month } = await earlierPlayer();
    const before = await world.server.ask('scan');
    const found = await world.server.ask('conceal', player.uid, true);
    assert.equal(found, 4);
    assert.deepEqual(await world.server.ask('scan'), before);
    assert.equal(await world.server.ask('conceal', player.uid, false), 4);
    await demandHidden(player);
    const moved = await record(player);
    const { chargebacks, frozenBy } = (await conduct(player)) ?? {};
    assert.deepEqual([moved.implausible, chargebacks, frozenBy], [3, 1, ['entry']]);
    assert.deepEqual(moved.overlapMs, { [date]: 7_000 });
    assert.equal(moved.places.length, 2, 'where it was opened, and where an earlier version saw it');
    assert.equal(await world.server.ask('read', `risk/${player.uid}`), undefined);
    const kept = await world.server.ask('read', `users/${player.uid}/monthlyStats/${month}`);
    assert.deepEqual([kept?.gamesPlayed, kept?.byDay[date].gamesPlayed], [3, 3]);
    const after = await world.server.ask('scan');
    assert.equal(await world.server.ask('conceal', player.uid, false), 0);
    assert.deepEqual(await world.server.ask('scan'), after);
  });

  /** Everything as an earlier version has left it. */
  async function earlierPlayer() {
    const player = await world.player();
    await player.aged(3);
    const date = yesterday();
    await player.call('batchEvents', { events: games(3) });
    await world.pump();
    const { uid } = player;
    const { stats, today } = await player.stored();
    const mended = { stats: { ...stats, implausible: 3 }, today: { ...today, implausible: 1 } };
    await player.mend({ ...mended, chargebacks: 1, frozenBy: ['entry'] });
    const page = await world.server.ask('read', `users/${uid}/days/${date}`);
    await world.server.ask('write', `users/${uid}/days/${date}`, {
      stats: { ...page?.stats, implausible: 3 },
      overlapMs: 7_000,
    });
    const month = date.slice(0, 7);
    const folded = await world.server.ask('read', `users/${uid}/monthlyStats/${month}`);
    const byDay = { [date]: { ...folded?.byDay[date], implausible: 3 } };
    await world.server.ask('write', `users/${uid}/monthlyStats/${month}`, { implausible: 3, byDay });
    await world.server.ask('knowPlace', uid, 'ab'.repeat(32), Date.now() - DAY_MS);
    return { player, date, month };
  }

  it('goes with the account', async () => {
    const player = await world.player();
    await player.insist('deleteAccount', { confirm: 'DELETE' });
    assert.equal((await player.stored()).sealed, undefined);
  });

  it('has no address any more once it is too old to be compared with, whoever comes back', async () => {
    const player = await world.player();
    const inDays = (days: number) => world.server.ask('forgetPlaces', Date.now() + days * DAY_MS);
    await inDays(29);
    assert.equal((await record(player)).places.length, 1);
    assert.ok((await inDays(32)).forgotten >= 1);
    assert.deepEqual((await record(player)).places, []);
    assert.equal((await player.stored()).placesUntil, null);
    assert.equal((await inDays(32)).forgotten, 0);
  });

  describe('under keys that change', () => {
    it('opens with an old key and is sealed with the new one', async () => {
      const player = await world.player();
      const renewed = await world.another(ring('v2', { v1: V1, v2: V2 }));
      const options = { url: renewed.url };
      await player.call('batchEvents', { events: [wire('GAME_WON')] }, options);
      await renewed.stop();
      assert.match((await player.stored()).sealed, /^v2\./);
    });

    it('is left alone while its key is away: play goes on, and somebody looks at a withdrawal', async () => {
      const player = await world.earner(2_000);
      await player.aged(8);
      const { sealed } = await player.stored();
      const without = await world.another(ring('v2', { v2: V2 }));
      const options = { url: without.url };
      const { result } = await player.call('batchEvents', { events: [wire('GAME_WON')] }, options);
      assert.equal(result.processed, 1);
      assert.equal((await player.stored()).sealed, sealed);
      assert.equal((await askFor(player, {}, options)).error, undefined);
      assert.deepEqual(await evidence(player), [{ unreadableRecord: 31 }]);
      const [entry] = without.logged('sealed fields do not open');
      assert.deepEqual([entry?.alert, entry?.severity, entry?.keyVersion], ['players.sealed', 'ERROR', 'v1']);
      await without.stop();
    });
  });

  it('is where the account is used from, learnt from play alone: a hijacker who plays first is elsewhere all the same', async () => {
    const [owner, robbed] = [await world.earner(2_000), await world.earner(2_000)];
    // Thirty points are no flag yet, and the place of the sign-up is forgotten after thirty days.
    for (const player of [owner, robbed]) await player.mend({ chargebacks: 1 });
    const [earlier, now] = [await world.later(20), await world.later(41)];
    const play = async (player: DarkPerson, days: number, options: CallOptions) => {
      const won = wire('GAME_WON', { occurredAt: Date.now() + days * DAY_MS - 60_000 });
      const { result } = await player.call('batchEvents', { events: [won] }, options);
      assert.equal(result.processed, 1, JSON.stringify(result));
    };
    for (const player of [owner, robbed]) await play(player, 20, { url: earlier.url });
    const elsewhere = { url: now.url, headers: { 'x-forwarded-for': freshAddress() } };
    await play(robbed, 41, elsewhere);
    assert.equal((await askFor(robbed, {}, elsewhere)).error, undefined);
    assert.equal((await askFor(owner, {}, { url: now.url })).error, undefined);
    assert.deepEqual(await evidence(robbed), [{ unusualPlace: 10, chargeback: 30 }]);
    assert.deepEqual(await evidence(owner), []);
    await Promise.all([earlier.stop(), now.stop()]);
  });
});
