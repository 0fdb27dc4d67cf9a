import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { entriesOfPages } from '../../support/pages.ts';
import { askFor } from '../withdrawals/asked.ts';
import { decide, suspect } from './suspects.ts';

describe('listReviewQueue', function () {
  this.timeout(60_000);
  let world: DarkWorld;
  let support: DarkPerson;

  beforeEach(async () => {
    world = await DarkWorld.open();
    support = await world.staff('support');
  });
  afterEach(() => world.close());

  const list = async (input: object = {}) => {
    const { error, result } = await support.call('listReviewQueue', input);
    assert.equal(error, undefined);
    return result;
  };

  it('shows what scored, how much and for what, and what is known of the player', async () => {
    const { player, logIds } = await suspect(world);
    const { entries, next } = await list();
    const [{ at, account, ...entry }] = entries;
    const { createdAt, ...summary } = account;
    assert.deepEqual([entry.count, entry.lastAt], [1, at]);
    assert.ok(Math.abs(at - Date.now()) < 60_000 && Math.abs(createdAt - Date.now()) < 60_000);
    assert.match(entry.subject, /^withdrawals\/[0-9a-f]{64}$/);
    assert.deepEqual(
      { ...entry, subject: '' },
      {
        ...{ logId: logIds[0], uid: player.uid, kind: 'withdrawal', verdict: 'block', subject: '' },
        ...{ count: 1, lastAt: at, total: 65, evidence: { newAccount: 20, implausiblePlay: 15, chargeback: 30 } },
      },
    );
    assert.deepEqual(summary, {
      ...{ standing: 'active', coins: { available: 2_000, locked: 0 } },
      ...{ gamesWon: 10, adsWatched: 50, implausible: 1, chargebacks: 1 },
    });
    assert.equal(next, null);
  });

  it('has every entry once, the oldest first, on pages of any size', async () => {
    const logIds: string[] = [];
    for (const entries of [2, 1, 2]) logIds.push(...(await suspect(world, entries)).logIds);
    for (const limit of [1, 2, 5, 100]) {
      const seen = await entriesOfPages(list, limit);
      assert.deepEqual(
        seen.map(({ logId }) => logId),
        logIds.toSorted(),
        `pages of ${limit}`,
      );
    }
  });

  it('leaves out what is decided, and lists those of frozen players apart', async () => {
    const [cleared, frozen, open] = [await suspect(world), await suspect(world), await suspect(world)];
    await decide(support, cleared.logIds[0], 'clear');
    await decide(support, frozen.logIds[0], 'freeze');
    const idsOf = async (input: object) => (await list(input)).entries.map((entry: { uid: string }) => entry.uid);
    assert.deepEqual(await idsOf({}), [open.player.uid]);
    assert.deepEqual(await idsOf({ status: 'FROZEN' }), [frozen.player.uid]);
    const [{ account }] = (await list({ status: 'FROZEN' })).entries;
    assert.equal(account.standing, 'frozen');
  });

  it('has one entry of whoever is blocked and tries again, with a count, until somebody decides it', async () => {
    const { player, logIds } = await suspect(world);
    for (const odd of ['@@@', '../../users']) {
      const headers = { 'x-correlation-id': odd, 'x-forwarded-for': '10.9.8.7' };
      const { error } = await askFor(player, {}, { headers });
      assert.equal(error?.details.code, 'withdrawals/blocked');
    }
    const [{ at, lastAt, ...entry }, ...others] = (await list()).entries;
    assert.deepEqual([entry.logId, entry.count, others], [logIds[0], 3, []]);
    // An unusual address came with the second attempt: what scored is that of the worst.
    assert.deepEqual([entry.total, entry.evidence.unusualPlace], [75, 10]);
    assert.ok(lastAt > at);
    assert.equal((await decide(support, logIds[0], 'clear')).error, undefined);
    const later = await world.later(1);
    try {
      const { error } = await askFor(player, {}, { url: later.url });
      assert.equal(error?.details.code, 'withdrawals/blocked');
    } finally {
      await later.stop();
    }
    const anew = (await list()).entries;
    assert.deepEqual(
      anew.map(({ uid, count, logId }: Record<string, unknown>) => [uid, count, logId === logIds[0]]),
      [[player.uid, 1, false]],
    );
  });

  it('counts attempts that come at once, and loses none', async () => {
    const { player, logIds } = await suspect(world);
    const answers = await Promise.all([askFor(player), askFor(player)]);
    assert.deepEqual(
      answers.map(({ error }) => error?.details.code),
      ['withdrawals/blocked', 'withdrawals/blocked'],
    );
    const { entries } = await list();
    assert.deepEqual(
      entries.map(({ logId, count }: Record<string, unknown>) => [logId, count]),
      [[logIds[0], 3]],
    );
  });

  it('raises an alert for each, which the dashboard counts', async () => {
    const { player } = await suspect(world);
    await askFor(player);
    await suspect(world);
    const alerts = world.server.logged('fraud').filter(({ alert }) => alert === 'fraud.review');
    assert.deepEqual(
      alerts.map(({ kind, verdict, total }) => [kind, verdict, total]),
      [
        ['withdrawal', 'block', 65],
        ['withdrawal', 'block', 65],
      ],
    );
  });

  it('is for support and admins only', async () => {
    for (const claims of [{}, { role: 'staff' }, { permissions: ['loyalty:award'] }]) {
      const person = await world.person(claims);
      const { httpStatus, error } = await person.call('listReviewQueue', {});
      assert.deepEqual([httpStatus, error?.details.code], [403, 'platform/role-required']);
    }
    const admin = await world.staff('admin');
    assert.equal((await admin.call('listReviewQueue', {})).error, undefined);
  });
});
