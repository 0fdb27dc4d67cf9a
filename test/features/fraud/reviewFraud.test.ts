import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { freshAddress, freshDevice } from '../../support/world.ts';
import { decide, suspect } from './suspects.ts';

describe('reviewFraud', function () {
  this.timeout(60_000);
  let world: DarkWorld;
  let support: DarkPerson;

  before(async () => {
    world = await DarkWorld.open();
    support = await world.staff('support');
  });
  after(() => world.close());

  const decided = async (logId: string | undefined, decision: string) => {
    const { error, result } = await decide(support, logId, decision);
    return error?.details.code ?? [result.status, result.standing];
  };
  const move = async (player: DarkPerson) =>
    (await player.send('bindDevice', { deviceHash: freshDevice() })).error?.details.code ?? 'ok';
  const told = async (player: DarkPerson) => (await player.inbox()).map(({ data }) => [data.kind, data.facts.decision]);

  it('clears: nothing changes for the player, who hears nothing of it', async () => {
    const { player, logIds } = await suspect(world);
    assert.deepEqual(await decided(logIds[0], 'clear'), ['CLEARED', 'active']);
    assert.deepEqual([await move(player), await told(player)], ['ok', []]);
  });

  it('warns: the player reads it in the inbox and goes on', async () => {
    const { player, logIds } = await suspect(world);
    assert.deepEqual(await decided(logIds[0], 'warn'), ['WARNED', 'active']);
    assert.deepEqual([await move(player), await told(player)], ['ok', [['account', 'warned']]]);
  });

  it('freezes, until the entry is cleared', async () => {
    const { player, logIds } = await suspect(world);
    assert.deepEqual(await decided(logIds[0], 'freeze'), ['FROZEN', 'frozen']);
    assert.equal(await move(player), 'users/frozen');
    assert.deepEqual(await decided(logIds[0], 'clear'), ['CLEARED', 'active']);
    assert.deepEqual([await move(player), (await told(player)).length], ['ok', 2]);
  });

  it('bans for good', async () => {
    const { player, logIds } = await suspect(world, 2);
    assert.deepEqual(await decided(logIds[0], 'ban'), ['BANNED', 'banned']);
    assert.equal(await move(player), 'users/banned');
    assert.deepEqual(await decided(logIds[1], 'clear'), ['CLEARED', 'banned']);
    assert.deepEqual([await move(player), await told(player)], ['users/banned', [['account', 'banned']]]);
  });

  it('keeps a player frozen until each entry that froze him is decided', async () => {
    const { player, logIds } = await suspect(world, 3);
    const [first, second, third] = logIds;
    for (const logId of [first, second]) assert.deepEqual(await decided(logId, 'freeze'), ['FROZEN', 'frozen']);
    assert.deepEqual(await decided(third, 'clear'), ['CLEARED', 'frozen']);
    assert.deepEqual(await decided(first, 'warn'), ['WARNED', 'frozen']);
    assert.equal(await move(player), 'users/frozen');
    assert.deepEqual(await decided(second, 'clear'), ['CLEARED', 'active']);
    assert.equal(await move(player), 'ok');
  });

  it('is final, but for a freeze', async () => {
    for (const decision of ['clear', 'warn', 'ban']) {
      const { logIds } = await suspect(world);
      await decided(logIds[0], decision);
      const { httpStatus, error } = await decide(support, logIds[0], 'freeze');
      assert.deepEqual([httpStatus, error?.details.code], [400, 'fraud/already-reviewed'], decision);
    }
  });

  it('is one decision where two people come at once', async () => {
    const { player, logIds } = await suspect(world);
    const other = await world.staff('support');
    const answers = await Promise.all([decide(support, logIds[0], 'clear'), decide(other, logIds[0], 'ban')]);
    const outcomes = answers.map(({ error, result }) => error?.details.code ?? result.standing).sort();
    const { status } = await player.stored();
    assert.deepEqual(outcomes, [status, 'fraud/already-reviewed'].sort());
  });

  it('is audited with what was before and after, and why', async () => {
    const { player, logIds } = await suspect(world);
    await decided(logIds[0], 'freeze');
    const entries = (await world.server.ask('list', 'auditLog')).map(({ data }) => data);
    const [entry] = entries.filter(({ subject }) => subject === `users/${player.uid}`).slice(-1);
    assert.deepEqual(
      [entry?.actor, entry?.action, entry?.before, entry?.after],
      [
        support.uid,
        'reviewFraud:freeze',
        { standing: 'active', log: 'OPEN' },
        { standing: 'frozen', log: 'FROZEN', logId: logIds[0], reason: 'decided in a test of it' },
      ],
    );
  });

  it('is refused for what nobody wrote, for oneself and for players, and leaves all as it was', async () => {
    const { player, logIds } = await suspect(world);
    const before = JSON.stringify(await player.stored());
    assert.equal(await decided('no-such-entry', 'ban'), 'fraud/unknown-log');
    assert.equal((await decide(player, logIds[0], 'clear')).error?.details.code, 'platform/role-required');
    const himself = await world.same(player, { role: 'support' });
    assert.equal((await decide(himself, logIds[0], 'clear')).error?.details.code, 'fraud/own-account');
    assert.equal(JSON.stringify(await player.stored()), before);
  });

  it('clears a sign-up that was refused whole, of whom there is no account to freeze', async () => {
    const referrer = await world.player();
    const { referralCode } = await referrer.stored();
    const headers = { 'x-forwarded-for': freshAddress() };
    let visitor = await world.person();
    for (let at = 0; at < 10; at += 1) {
      visitor = await world.person();
      await visitor.send('createUser', { deviceHash: visitor.deviceHash, referralCode }, { headers });
    }
    const logs = (await world.server.ask('list', 'fraudLogs')).filter(({ data }) => data.uid === visitor.uid);
    const logId = logs[0]?.path.split('/')[1];
    const queue = await support.call('listReviewQueue', { limit: 100 });
    const listed = queue.result.entries.find((entry: { logId: string }) => entry.logId === logId);
    assert.deepEqual([listed?.account, listed?.evidence], [null, { manyClaims: 35 }]);
    assert.equal(await decided(logId, 'ban'), 'users/not-found');
    assert.deepEqual(await decided(logId, 'clear'), ['CLEARED', null]);
    assert.deepEqual(await visitor.stored(), {});
  });
});
