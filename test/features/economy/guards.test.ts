import assert from 'node:assert/strict';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';

const LIMITS = [
  ['wallet', 'twoPersonAdjustmentFrom'],
  ['withdrawals', 'twoPersonFrom'],
] as const;

/** What keeps an admin from lifting alone what keeps an admin from acting alone. */
describe('a limit on staff in the configuration', function () {
  this.timeout(60_000);
  let world: DarkWorld;
  let admin: DarkPerson;
  let second: DarkPerson;

  before(async () => {
    world = await DarkWorld.open();
  });
  beforeEach(async () => {
    [admin, second] = await Promise.all([world.staff('admin'), world.staff('admin')]);
  });
  after(() => world.close());

  const current = async () =>
    (await world.server.ask('read', 'config/economy')) ?? { version: 0, config: defaultEconomyConfig };
  const withLimit = async (to: number, [part, field]: (typeof LIMITS)[number] = LIMITS[0]) => {
    const { config } = await current();
    return { ...config, [part]: { ...config[part], [field]: to } };
  };
  const codeOf = async (by: DarkPerson, input: object) =>
    (await by.send('setEconomyConfig', { ...input })).error?.details.code;
  const waiting = async () => {
    const { error, result } = await second.call('listEconomyChanges', { limit: 100 });
    assert.equal(error, undefined);
    return result.entries;
  };

  for (const limit of LIMITS) {
    const path = limit.join('.');
    it(`${path} is raised, and lowered, by two people, and nothing of it before`, async () => {
      for (const to of [77_000, 700]) {
        const { version, config } = await current();
        const config2 = { ...(await withLimit(to, limit)), events: { ...config.events, adCoins: to % 500 } };
        const asked = await admin.insist('setEconomyConfig', { config: config2 });
        assert.deepEqual([asked.version, asked.guarded, asked.dryRun], [version, [path], false]);
        assert.deepEqual(await current(), { ...(await current()), version, config });
        const stored = await second.insist('setEconomyConfig', { changeId: asked.changeId });
        assert.deepEqual([stored.version, stored.changeId], [version + 1, undefined]);
        assert.deepEqual((await current()).config, config2);
        assert.equal(await codeOf(second, { changeId: asked.changeId }), 'economy/unknown-change');
      }
    });
  }

  it('is in force from then on', async () => {
    const { changeId } = await admin.insist('setEconomyConfig', { config: await withLimit(50) });
    const player = await world.player();
    const correction = { uid: player.uid, currency: 'coins', amount: 60, reason: 'a correction by hand' };
    assert.equal((await admin.insist('adjustBalance', correction)).status, 'APPLIED');
    await second.insist('setEconomyConfig', { changeId });
    assert.equal((await admin.insist('adjustBalance', correction)).status, 'AWAITING_SECOND_PERSON');
  });

  it('is told of by a dry run, and takes two people for a rollback as well', async () => {
    const { version } = await current();
    const tried = await admin.insist('setEconomyConfig', { config: await withLimit(123), dryRun: true });
    assert.deepEqual([tried.guarded, tried.changeId], [['wallet.twoPersonAdjustmentFrom'], undefined]);
    const { changeId } = await admin.insist('setEconomyConfig', { config: await withLimit(123) });
    await second.insist('setEconomyConfig', { changeId });
    const back = await second.insist('setEconomyConfig', { rollbackTo: version });
    assert.deepEqual([back.version, back.guarded], [version + 1, ['wallet.twoPersonAdjustmentFrom']]);
    assert.equal((await admin.insist('setEconomyConfig', { changeId: back.changeId })).version, version + 2);
  });

  it('leaves all that limits nobody of the staff to one', async () => {
    const { version, config } = await current();
    const other = { ...config, events: { ...config.events, adCoins: 11 } };
    const { version: next, guarded, changeId } = await admin.insist('setEconomyConfig', { config: other });
    assert.deepEqual([next, guarded, changeId], [version + 1, undefined, undefined]);
  });

  it('is shown to the second one with everything that would change, until it lapses', async () => {
    const { version, config } = await current();
    const { wallet } = await withLimit(4_321);
    const events = { ...config.events, streakCoins: [1, 2] };
    const { changeId } = await admin.insist('setEconomyConfig', { config: { ...config, wallet, events } });
    const [{ requestedAt, ageSeconds, lapsesAt, ...entry }] = (await waiting()).slice(-1);
    assert.ok(Math.abs(requestedAt - Date.now()) < 60_000 && ageSeconds < 60);
    assert.equal(lapsesAt, requestedAt + 7 * DAY_MS);
    const { twoPersonAdjustmentFrom: before } = config.wallet;
    assert.deepEqual(entry, {
      ...{ changeId, guarded: ['wallet.twoPersonAdjustmentFrom'], baseVersion: version, isCurrent: true },
      requestedBy: admin.uid,
      changes: [
        { path: 'events.streakCoins', before: config.events.streakCoins, after: [1, 2] },
        { path: 'wallet.twoPersonAdjustmentFrom', before, after: 4_321 },
      ],
    });
    const later = await world.later(7);
    const { error } = await second.send('setEconomyConfig', { changeId }, { url: later.url });
    assert.equal(error?.details.code, 'staff/ask-lapsed');
    const { result } = await second.call('listEconomyChanges', {}, { url: later.url });
    assert.deepEqual(result.entries, []);
    await later.stop();
  });

  it('is not confirmed by whoever asked, by support, for what nobody asked, or upon another version', async () => {
    const { changeId } = await admin.insist('setEconomyConfig', { config: await withLimit(9_999) });
    assert.equal(await codeOf(admin, { changeId }), 'staff/second-person-required');
    assert.equal(await codeOf(await world.staff('support'), { changeId }), 'platform/role-required');
    assert.equal(await codeOf(second, { changeId: '0'.repeat(64) }), 'economy/unknown-change');
    const { config } = await current();
    await second.insist('setEconomyConfig', { config: { ...config, events: { ...config.events, adCoins: 12 } } });
    const { version } = await current();
    assert.equal(await codeOf(second, { changeId }), 'economy/version-conflict');
    const listed = (await waiting()).find((entry: { changeId: string }) => entry.changeId === changeId);
    assert.deepEqual([listed.isCurrent, (await current()).version], [false, version]);
  });
});
