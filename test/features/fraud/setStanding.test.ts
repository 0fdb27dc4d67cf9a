import assert from 'node:assert/strict';
import { DAY_MS, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import type { DarkServer } from '../../support/darkServer.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { freshDevice, freshKey } from '../../support/world.ts';
import { bringTo, withdraw } from '../withdrawals/asked.ts';
import { decide, suspect } from './suspects.ts';

const REASON = 'decided in a test of it';

describe('setStanding', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let support: DarkPerson;
  let tomorrow: DarkServer;

  before(async () => {
    world = await DarkWorld.open();
    [support, tomorrow] = await Promise.all([world.staff('support'), world.later(1)]);
  });
  after(() => Promise.all([tomorrow.stop(), world.close()]));

  const set = (player: DarkPerson, standing: string, more: object = {}) =>
    support.send('setStanding', { uid: player.uid, standing, reason: REASON, ...more });
  const stands = async (player: DarkPerson, standing: string, more: object = {}) => {
    const { error, result } = await set(player, standing, more);
    assert.deepEqual([error, result], [undefined, { uid: player.uid, standing, replayed: false }]);
  };
  const acts = async (player: DarkPerson, url?: string) => {
    const options = url === undefined ? {} : { url };
    return (await player.send('bindDevice', { deviceHash: freshDevice() }, options)).error?.details.code ?? 'ok';
  };
  const told = async (player: DarkPerson) => (await player.inbox()).map(({ data }) => data.facts.decision).sort();
  const statusOf = async (id: string) => (await world.server.ask('read', `withdrawals/${id}`))?.status;
  const sweep = (atMs = Date.now() + HOUR_MS) => world.server.ask('sweepStandings', atMs);

  it('freezes, bans and lets act again; the player hears of each', async () => {
    const player = await world.player();
    await stands(player, 'frozen');
    assert.equal(await acts(player), 'users/frozen');
    await stands(player, 'banned');
    assert.equal(await acts(player), 'users/banned');
    await stands(player, 'active');
    assert.deepEqual([await acts(player), await told(player)], ['ok', ['active', 'banned', 'frozen']]);
  });

  it('is audited with who, what was before and after, until when and why', async () => {
    const player = await world.player();
    const until = Date.now() + DAY_MS;
    await stands(player, 'frozen', { until });
    const entries = (await world.server.ask('list', 'auditLog')).map(({ data }) => data);
    const [{ actor, action, before, after } = {}, ...more] = entries.filter(
      ({ subject }) => subject === `users/${player.uid}`,
    );
    assert.deepEqual([actor, action, more.length], [support.uid, 'setStanding:frozen', 0]);
    assert.deepEqual(before, { standing: 'active', until: null, frozenBy: [] });
    assert.deepEqual(after, { standing: 'frozen', until, reason: REASON });
  });

  for (const standing of ['frozen', 'banned']) {
    it(`lets what is ${standing} until an end act from then on, swept or not, and tells when it is swept`, async () => {
      const player = await world.player();
      await stands(player, standing, { until: Date.now() + HOUR_MS });
      assert.equal(await acts(player), `users/${standing}`);
      assert.equal(await acts(player, tomorrow.url), 'ok');
      await sweep(Date.now() + HOUR_MS / 2);
      assert.deepEqual([await acts(player), await told(player)], [`users/${standing}`, [standing]]);
      await sweep(Date.now() + 2 * HOUR_MS);
      assert.deepEqual([await acts(player), await told(player)], ['ok', ['active', standing]]);
      await sweep(Date.now() + 2 * HOUR_MS);
      assert.equal((await told(player)).length, 2);
    });
  }

  it('bans the contacts until the end, and no longer than the ban', async () => {
    const player = await world.player();
    /** By the mailbox and by the uid alike. */
    const ban = async () => {
      const all = await world.server.ask('list', 'bannedContacts');
      const [one, other, ...more] = all.filter(({ data }) => data.uid === player.uid).map(({ data }) => data.bans);
      assert.deepEqual([other, more], [one, []]);
      return one;
    };
    await world.tellAuth('accounts:update', { localId: player.uid, email: `${player.uid}@example.org` });
    const until = Date.now() + HOUR_MS;
    await stands(player, 'banned', { until });
    assert.deepEqual(await ban(), { [player.uid]: until });
    await stands(player, 'banned');
    assert.deepEqual(await ban(), { [player.uid]: null });
    await world.tellAuth('accounts:update', { localId: player.uid, email: `other${player.uid}@example.org` });
    await stands(player, 'active');
    assert.deepEqual(await ban(), {});
  });

  it('refuses nobody, the gone, oneself, an end that is over or that active has, and players', async () => {
    const [player, gone, visitor] = await Promise.all([world.player(), world.player(), world.person()]);
    await gone.insist('deleteAccount', { confirm: 'DELETE' });
    const before = JSON.stringify(await player.stored());
    const codeOf = async (who: DarkPerson, standing: string, more: object = {}) => {
      const { httpStatus, error } = await set(who, standing, more);
      return [httpStatus, error?.details.code];
    };
    assert.deepEqual(await codeOf(visitor, 'frozen'), [404, 'users/not-found']);
    assert.deepEqual(await codeOf(gone, 'active'), [404, 'users/not-found']);
    assert.deepEqual(await codeOf(player, 'frozen', { until: Date.now() - 1 }), [400, 'fraud/until-past']);
    assert.deepEqual(await codeOf(player, 'active', { until: Date.now() + HOUR_MS }), [400, 'platform/invalid-input']);
    assert.deepEqual(await codeOf(player, 'deleted'), [400, 'platform/invalid-input']);
    // Behind the last instant that can be stored.
    assert.deepEqual(await codeOf(player, 'frozen', { until: 9e15 }), [400, 'platform/invalid-input']);
    const request = { uid: player.uid, standing: 'frozen', reason: REASON };
    assert.equal((await player.send('setStanding', request)).error?.details.code, 'platform/role-required');
    const himself = await world.same(player, { role: 'support' });
    assert.equal((await himself.send('setStanding', request)).error?.details.code, 'fraud/own-account');
    assert.equal(JSON.stringify(await player.stored()), before);
  });

  describe('and the review queue', () => {
    it('hold a player together: clearing an entry lifts no freeze by hand, and a freeze by hand ends no entry', async () => {
      const { player, logIds } = await suspect(world);
      await decide(support, logIds[0], 'freeze');
      await stands(player, 'frozen', { until: Date.now() + HOUR_MS });
      assert.equal(await acts(player, tomorrow.url), 'users/frozen');
      assert.equal((await decide(support, logIds[0], 'clear')).result.standing, 'frozen');
      await sweep(Date.now() + 2 * HOUR_MS);
      assert.equal(await acts(player), 'ok');
    });

    it('are both undone by it, a ban included', async () => {
      const { player, logIds } = await suspect(world, 2);
      await decide(support, logIds[0], 'freeze');
      await decide(support, logIds[1], 'ban');
      await stands(player, 'active');
      assert.equal(await acts(player), 'ok');
    });

    it('keep what they know where its player cannot read it, and read it where it was before', async () => {
      const { player, logIds } = await suspect(world, 2);
      await player.mend({ status: 'frozen', frozenBy: [logIds[0]] });
      assert.equal((await decide(support, logIds[1], 'clear')).result.standing, 'frozen');
      const { chargebacks, frozenBy } = await player.stored();
      assert.deepEqual([chargebacks, frozenBy], [undefined, undefined]);
      const conduct = await world.server.ask('read', `conduct/${player.uid}`);
      assert.deepEqual([conduct?.chargebacks, conduct?.frozenBy], [1, [logIds[0]]]);
      assert.equal((await decide(support, logIds[0], 'clear')).result.standing, 'active');
    });
  });

  describe('banned', () => {
    const waiting = async () => {
      const player = await world.earner(2_000);
      const approved = await bringTo('APPROVED', { player, support });
      await player.mend({ lastWithdrawalMs: null });
      return { player, approved, pending: await withdraw(player) };
    };
    /** The coins are back once, and the books say so. */
    const isRejectedOnce = async ({ player, approved, pending }: Awaited<ReturnType<typeof waiting>>) => {
      assert.deepEqual([await statusOf(pending), await statusOf(approved)], ['REJECTED', 'APPROVED']);
      assert.deepEqual(await player.coins(), { available: 1_400, locked: 600 });
      assert.deepEqual(await player.discrepancies(), []);
      const file = await world.server.ask('read', `withdrawalFiles/${pending}`);
      assert.equal(file?.history.length, 2);
      await world.pump();
      const notes = (await player.inbox()).map(({ data }) => data.facts);
      assert.equal(
        notes.filter(({ withdrawalId, status }) => withdrawalId === pending && status === 'REJECTED').length,
        1,
      );
    };

    it('rejects what waits at once, and leaves what is approved to whoever settles it', async () => {
      const them = await waiting();
      await stands(them.player, 'banned');
      await isRejectedOnce(them);
      await sweep();
      await isRejectedOnce(them);
    });

    it('does so by a decision of the review queue as well', async () => {
      const { player, logIds } = await suspect(world);
      await player.mend({ chargebacks: 0, stats: { ...(await player.stored()).stats, implausible: 0 } });
      const pending = await withdraw(player);
      await decide(support, logIds[0], 'ban');
      assert.equal(await statusOf(pending), 'REJECTED');
    });

    it('is finished by the sweep where the process died right after the ban, and by the same request', async () => {
      for (const heal of ['sweep', 'request'] as const) {
        const them = await waiting();
        const doomed = await world.another();
        await doomed.ask('dieAt', 'received');
        const key = { idempotencyKey: freshKey() };
        const request = { uid: them.player.uid, standing: 'banned', reason: REASON, ...key };
        await assert.rejects(support.send('setStanding', request, { url: doomed.url }));
        assert.equal(await doomed.died(), 'SIGKILL');
        assert.deepEqual([await statusOf(them.pending), await acts(them.player)], ['PENDING', 'users/banned']);
        if (heal === 'sweep') await sweep();
        else assert.equal((await support.send('setStanding', request)).result.replayed, true);
        await isRejectedOnce(them);
        await sweep();
        await isRejectedOnce(them);
      }
    });
  });

  describe('of a payee', () => {
    for (const standing of ['frozen', 'banned']) {
      it(`that is ${standing} keeps withdrawals from being approved or paid, is shown, and lets them be refused`, async () => {
        const player = await world.earner(2_000);
        const approved = await bringTo('APPROVED', { player, support });
        await player.mend({ lastWithdrawalMs: null });
        const pending = await withdraw(player);
        await player.mend({ status: standing });
        const listed = (await support.call('listWithdrawals', { limit: 100 })).result.entries;
        assert.equal(listed.find(({ withdrawalId }: any) => withdrawalId === pending).standing, standing);
        const paid = { withdrawalId: approved, outcome: 'completed', reference: 'provider-1' };
        for (const [name, input] of [
          ['reviewWithdrawal', { withdrawalId: pending, decision: 'approve' }],
          ['completeWithdrawal', paid],
        ] as const) {
          const { httpStatus, error } = await support.send(name, input);
          const { code, standing: why } = error?.details ?? {};
          assert.deepEqual([httpStatus, code, why], [400, 'withdrawals/not-payable', standing], name);
        }
        const failed = { withdrawalId: approved, outcome: 'failed', reason: 'not to be paid' };
        assert.equal((await support.insist('completeWithdrawal', failed)).status, 'FAILED');
        const rejected = { withdrawalId: pending, decision: 'reject', reason: 'not to be paid' };
        assert.equal((await support.insist('reviewWithdrawal', rejected)).status, 'REJECTED');
        assert.deepEqual(await player.coins(), { available: 2_000, locked: 0 });
      });
    }
  });
});
