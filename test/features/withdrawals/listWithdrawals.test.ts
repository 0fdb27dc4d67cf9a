import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { firestoreHost } from '../../support/environment.ts';
import { entriesOfPages } from '../../support/pages.ts';
import { bringTo, detailsOf, withdraw } from './asked.ts';

interface Entry {
  readonly withdrawalId: string;
  readonly requestedAt: number;
}

/** Lets a withdrawal have been asked for at another instant. */
async function askedAt(project: string, withdrawalId: string, atMs: number): Promise<void> {
  const documents = `http://${firestoreHost}/v1/projects/${project}/databases/(default)/documents`;
  const url = `${documents}/withdrawals/${withdrawalId}?updateMask.fieldPaths=requestedAt`;
  const fields = { requestedAt: { timestampValue: new Date(atMs).toISOString() } };
  const headers = { 'content-type': 'application/json', authorization: 'Bearer owner' };
  const response = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ fields }) });
  if (!response.ok) throw new Error(await response.text());
}

describe('listWithdrawals', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let support: DarkPerson;

  beforeEach(async () => {
    world = await DarkWorld.open();
    support = await world.staff('support');
  });
  afterEach(() => world.close());

  const list = async (input: object = {}) => {
    const { error, result } = await support.call('listWithdrawals', input);
    assert.equal(error, undefined);
    return result;
  };
  const idsOf = async (input: object) => (await list(input)).entries.map((entry: Entry) => entry.withdrawalId);

  it('shows what is asked for, by whom and how, and how far its review is', async () => {
    const player = await world.earner(2_000);
    const withdrawalId = await withdraw(player);
    const { entries, next } = await list();
    const [{ requestedAt, ...entry }] = entries;
    assert.ok(Math.abs(requestedAt - Date.now()) < 60_000);
    assert.deepEqual(entry, {
      ...{ withdrawalId, uid: player.uid, amount: 600, method: 'paypal', status: 'PENDING' },
      ...{ standing: 'active', inDebt: false, flagged: false, approvals: 0, approvalsNeeded: 1 },
    });
    assert.deepEqual([entries.length, next], [1, null]);
  });

  it('has every entry once, the oldest first, on pages of any size', async () => {
    const asked: string[] = [];
    for (let at = 0; at < 4; at += 1) asked.push(await withdraw(await world.earner(600)));
    const [first = '', second = ''] = asked;
    // Two of one instant are told apart by their ids.
    const { requestedAt } = (await list()).entries[0];
    await askedAt(world.project, second, requestedAt);
    const expected = [...[first, second].sort(), ...asked.slice(2)];
    for (const limit of [1, 2, 3, 4, 100]) {
      const seen = await entriesOfPages(list, limit);
      assert.deepEqual(
        seen.map(({ withdrawalId }) => withdrawalId),
        expected,
        `pages of ${limit}`,
      );
    }
  });

  it('has a withdrawal in the list of its state, and in no other', async () => {
    const [waiting, approved] = [await world.earner(600), await world.earner(600)];
    const [pendingId, reviewedId] = [await withdraw(waiting), await withdraw(approved)];
    assert.deepEqual(await idsOf({}), [pendingId, reviewedId]);
    await support.insist('reviewWithdrawal', { withdrawalId: reviewedId, decision: 'approve' });
    assert.deepEqual(await idsOf({ status: 'PENDING' }), [pendingId]);
    const { entries } = await list({ status: 'APPROVED' });
    const [{ withdrawalId, status, approvals }] = entries;
    assert.deepEqual([entries.length, withdrawalId, status, approvals], [1, reviewedId, 'APPROVED', 1]);
    for (const other of ['COMPLETED', 'REJECTED', 'FAILED', 'CANCELLED']) {
      assert.deepEqual(await idsOf({ status: other }), [], other);
    }
  });

  it('shows what is suspicious, and what waits for a second person', async () => {
    const [suspicious, rich] = [await world.earner(600), await world.earner(60_000)];
    await suspicious.mend({ chargebacks: 1 });
    const suspiciousId = await withdraw(suspicious);
    const largeId = await withdraw(rich, { amount: 60_000 });
    await support.insist('reviewWithdrawal', { withdrawalId: largeId, decision: 'approve' });
    const { entries } = await list();
    assert.deepEqual(
      entries.map(({ withdrawalId, flagged, approvals, approvalsNeeded }: Record<string, unknown>) => {
        return [withdrawalId, flagged, approvals, approvalsNeeded];
      }),
      [
        [suspiciousId, true, 0, 1],
        [largeId, false, 1, 2],
      ],
    );
  });

  it('says nothing of where the money goes', async () => {
    const player = await world.earner(600);
    const withdrawalId = await withdraw(player);
    const file = (await world.server.ask('read', `withdrawalFiles/${withdrawalId}`)) ?? {};
    const text = JSON.stringify(await list());
    const secrets = [...Object.values(detailsOf(player)), file.sealedDetails, file.destination];
    for (const secret of secrets) assert.equal(text.includes(secret), false);
    assert.equal(text.includes(withdrawalId), true);
  });

  it('still lists what was paid to somebody who has deleted the account', async () => {
    const player = await world.earner(600);
    const withdrawalId = await bringTo('COMPLETED', { player, support });
    await player.insist('deleteAccount', { confirm: 'DELETE' });
    assert.equal(await world.server.ask('read', `withdrawalFiles/${withdrawalId}`), undefined);
    const [entry] = (await list({ status: 'COMPLETED' })).entries;
    assert.deepEqual([entry.withdrawalId, entry.flagged, entry.approvals], [withdrawalId, false, 0]);
  });

  it('is for support and admins only', async () => {
    for (const claims of [{}, { role: 'staff' }, { permissions: ['withdrawals:list'] }]) {
      const person = await world.person(claims);
      const { httpStatus, error } = await person.call('listWithdrawals', {});
      assert.deepEqual([httpStatus, error?.details.code], [403, 'platform/role-required']);
    }
    const admin = await world.staff('admin');
    assert.equal((await admin.call('listWithdrawals', {})).error, undefined);
  });
});
