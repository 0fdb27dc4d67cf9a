import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { bringTo, coinsAfter, type People, STATES, STEPS, take, withdraw } from './asked.ts';

const COINS = 2_000;

/** What a withdrawal is made of, as text, for "nothing changed". */
async function stateOf(world: DarkWorld, player: DarkPerson, withdrawalId: string): Promise<string> {
  const { server } = world;
  const paths = [`withdrawals/${withdrawalId}`, `withdrawalFiles/${withdrawalId}`, `users/${player.uid}`];
  const documents = await Promise.all(paths.map((path) => server.ask('read', path)));
  const pages = await server.ask('list', `users/${player.uid}/days`);
  const audits = (await server.ask('list', 'auditLog')).filter(({ data }) => data.subject.endsWith(withdrawalId));
  return JSON.stringify([documents, pages, await server.ask('list', `users/${player.uid}/holds`), audits]);
}

describe('the steps of a withdrawal', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let support: DarkPerson;

  before(async () => {
    world = await DarkWorld.open();
    support = await world.staff('support');
  });
  after(() => world.close());

  const people = async (): Promise<People> => ({ player: await world.earner(COINS), support });

  async function auditOf(withdrawalId: string) {
    const entries = await world.server.ask('list', 'auditLog');
    return entries.map(({ data }) => data).filter(({ subject }) => subject === `withdrawals/${withdrawalId}`);
  }

  for (const step of STEPS) {
    it(`${step.name}: ${step.from} becomes ${step.to}, the money is ${step.money}, and everybody hears of it`, async () => {
      const them = await people();
      const withdrawalId = await bringTo(step.from, them);
      const { error, result } = await take(step, them, withdrawalId);
      assert.deepEqual([error, result.status, result.replayed], [undefined, step.to, false]);
      assert.deepEqual(await them.player.coins(), coinsAfter(COINS, step));
      const { status } = (await world.server.ask('read', `withdrawals/${withdrawalId}`)) ?? {};
      assert.equal(status, step.to);
      assert.deepEqual(await them.player.discrepancies(), []);
      await eventually(async () => {
        await world.pump();
        const told = (await world.published()).filter(({ data }) => data.withdrawalId === withdrawalId);
        const { type, uid, data } = told.find((message) => message.data.status === step.to) ?? {};
        const change = { withdrawalId, status: step.to, amount: 600, previous: step.from };
        assert.deepEqual([type, uid, data], ['withdrawal.updated', them.player.uid, change]);
        const notes = (await them.player.inbox()).map((note) => note.data.facts.status);
        assert.deepEqual(notes.sort(), [...new Set(['PENDING', step.from, step.to])].sort());
      });
      if (step.by === 'player') return;
      const entries = (await auditOf(withdrawalId)).filter(({ action }) => action.startsWith(step.call));
      const { actor, before, after } = entries.at(-1) ?? {};
      assert.deepEqual([actor, before?.status, after?.status], [support.uid, step.from, step.to]);
    });

    for (const state of STATES.filter((one) => one !== step.from)) {
      it(`${step.name}: is refused for a ${state} one, and nothing changes`, async () => {
        const them = await people();
        const withdrawalId = await bringTo(state, them);
        const before = await stateOf(world, them.player, withdrawalId);
        const { httpStatus, error } = await take(step, them, withdrawalId);
        assert.deepEqual(
          [httpStatus, error?.status, error?.details.code, error?.details.status],
          [400, 'FAILED_PRECONDITION', 'withdrawals/wrong-state', state],
        );
        assert.equal(await stateOf(world, them.player, withdrawalId), before);
      });
    }

    it(`${step.name}: is refused for one that nobody asked for`, async () => {
      const them = await people();
      const { httpStatus, error } = await take(step, them, '0'.repeat(64));
      assert.deepEqual([httpStatus, error?.details.code], [404, 'withdrawals/unknown']);
    });
  }

  describe('from 50,000 coins on', () => {
    const approve = (by: DarkPerson, withdrawalId: string) =>
      by.send('reviewWithdrawal', { withdrawalId, decision: 'approve' });

    it('need two different people, of whom each counts once, also when both come at once', async () => {
      const player = await world.earner(50_000);
      const second = await world.staff('support');
      const withdrawalId = await withdraw(player, { amount: 50_000 });
      const first = await approve(support, withdrawalId);
      assert.deepEqual([first.result.status, first.result.approvals, first.result.approvalsNeeded], ['PENDING', 1, 2]);
      const again = await approve(support, withdrawalId);
      assert.deepEqual([again.httpStatus, again.error?.details.code], [403, 'withdrawals/same-reviewer']);
      const early = await support.send('completeWithdrawal', { withdrawalId, outcome: 'completed', reference: 'x' });
      assert.equal(early.error?.details.code, 'withdrawals/wrong-state');
      const both = await Promise.all([approve(second, withdrawalId), approve(second, withdrawalId)]);
      const codes = both.map(({ error, result }) => error?.details.code ?? result.status);
      assert.equal(codes.filter((code) => code === 'APPROVED').length, 1, String(codes));
      const actions = await auditOf(withdrawalId);
      const trail = actions.map(({ actor, before, after }) => [actor, before.approvals, after]);
      assert.deepEqual(trail, [
        [support.uid, [], { status: 'PENDING', approvals: [support.uid], reason: null }],
        [second.uid, [support.uid], { status: 'APPROVED', approvals: [support.uid, second.uid], reason: null }],
      ]);
    });

    it('are rejected by one', async () => {
      const player = await world.earner(50_000);
      const withdrawalId = await withdraw(player, { amount: 50_000 });
      await approve(support, withdrawalId);
      const rejection = { withdrawalId, decision: 'reject', reason: 'it looks wrong' };
      assert.equal((await support.insist('reviewWithdrawal', rejection)).status, 'REJECTED');
      assert.deepEqual(await player.coins(), { available: 50_000, locked: 0 });
    });
  });

  it('are not for staff whose own withdrawal it is', async () => {
    const player = await world.earner(COINS);
    const withdrawalId = await withdraw(player);
    const himself = await world.same(player, { role: 'support' });
    const approval = await himself.send('reviewWithdrawal', { withdrawalId, decision: 'approve' });
    assert.deepEqual([approval.httpStatus, approval.error?.details.code], [403, 'withdrawals/own-withdrawal']);
    await support.insist('reviewWithdrawal', { withdrawalId, decision: 'approve' });
    const settled = { withdrawalId, outcome: 'completed', reference: 'x' };
    assert.equal((await himself.send('completeWithdrawal', settled)).error?.details.code, 'withdrawals/own-withdrawal');
  });

  it('are not for players, except to cancel their own', async () => {
    const them = await people();
    const other = await world.player();
    const withdrawalId = await withdraw(them.player);
    for (const step of STEPS.filter(({ by }) => by === 'support')) {
      const { error } = await take(step, { ...them, support: them.player }, withdrawalId);
      assert.equal(error?.details.code, 'platform/role-required', step.name);
    }
    const [cancel] = STEPS;
    assert.ok(cancel);
    const { error } = await take(cancel, { ...them, player: other }, withdrawalId);
    assert.equal(error?.details.code, 'withdrawals/unknown');
  });
});
