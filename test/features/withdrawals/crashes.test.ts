import assert from 'node:assert/strict';
import type { DarkServer } from '../../support/darkServer.ts';
import { DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { someOf } from '../../support/someOf.ts';
import { freshKey } from '../../support/world.ts';
import { askFor, bringTo, coinsAfter, type People, STEPS, type Step, served, take } from './asked.ts';

const COINS = 2_000;
type Moment = 'sent' | 'received';

/** As if there were a withdrawal before the first one: asking is a step like the others, from nothing. */
type Crash = Pick<Step, 'name' | 'to' | 'money'> & {
  readonly from: Step['from'] | null;
  readonly step: Step | undefined;
};
const ALL_CRASHES: readonly Crash[] = [
  { name: 'request', from: null, to: 'PENDING', money: 'held', step: undefined },
  ...STEPS.map((step) => ({ ...step, step })),
];
/** Each costs two processes that die; others in each run. */
const CRASHES = someOf(ALL_CRASHES, 3);

interface Victim extends People {
  readonly world: DarkWorld;
  readonly crash: Crash;
  /** Sends the very same request, to a process that dies over it or to one that is well. */
  readonly send: (url: string) => ReturnType<typeof askFor>;
}

describe('a withdrawal whose process is killed', function () {
  this.timeout(240_000);
  let world: DarkWorld;
  /** Where they are killed before their commit. Their locks outlive them by a minute, so they are looked at last. */
  let locked: DarkWorld;
  const unsent = new Map<string, Victim>();

  before(async () => {
    [world, locked] = await Promise.all([DarkWorld.open(), DarkWorld.open()]);
    for (const crash of CRASHES) unsent.set(crash.name, await killed('sent', await victimOf(crash, locked)));
  });
  after(() => Promise.all([world.close(), locked.close()]));

  async function people(there = world): Promise<People> {
    return { player: await there.earner(COINS), support: await there.staff('support') };
  }

  async function victimOf(crash: Crash, there = world): Promise<Victim> {
    const them = { ...(await people(there)), world: there, crash };
    const key = { idempotencyKey: freshKey() };
    const { step } = crash;
    if (step === undefined) return { ...them, send: (url) => askFor(them.player, key, { url }) };
    const withdrawalId = await bringTo(step.from, them);
    return { ...them, send: (url) => take(step, them, withdrawalId, key, { url }) };
  }

  async function killed(moment: Moment, victim: Victim): Promise<Victim> {
    await dies(moment, ({ url }) => victim.send(url), victim.world);
    return victim;
  }

  /** Lets a process of its own die at the commit of what it is asked for. */
  async function dies(moment: Moment, work: (doomed: DarkServer) => Promise<unknown>, there = world): Promise<void> {
    const doomed = await there.another();
    await doomed.ask('dieAt', moment);
    await assert.rejects(work(doomed));
    assert.equal(await doomed.died(), 'SIGKILL');
  }

  /** The money is where it was, or where it belongs, and the same request then ends the same way as without the crash. */
  async function assertWhole(victim: Victim, moment: Moment): Promise<void> {
    const { crash, player, send, world: there } = victim;
    const { from, to } = crash;
    const before = from === null ? ({ money: 'back' } as const) : ({ money: 'held' } as const);
    assert.deepEqual(await player.coins(), coinsAfter(COINS, moment === 'sent' ? before : crash));
    const { error, result } = await served(() => send(there.server.url));
    assert.deepEqual([error, result.status, result.replayed], [undefined, to, moment === 'received']);
    assert.deepEqual(await player.coins(), coinsAfter(COINS, crash));
    assert.equal((await there.server.ask('list', `users/${player.uid}/holds`)).length, 1);
    assert.deepEqual(await player.discrepancies(), []);
    await assertToldOnce(victim, result.withdrawalId, [...new Set(['PENDING', from ?? 'PENDING', to])]);
  }

  /** Each state was reached once, and told under one id, however often it was told. */
  async function assertToldOnce(victim: Victim, withdrawalId: string, statuses: string[]): Promise<void> {
    const { player, world: there } = victim;
    const file = await there.server.ask('read', `withdrawalFiles/${withdrawalId}`);
    assert.deepEqual(
      file?.history.map(({ status }: { status: string }) => status),
      statuses,
    );
    await eventually(async () => {
      await there.pump();
      await there.pump();
      const told = (await there.published()).filter(({ data }) => data.withdrawalId === withdrawalId);
      const ids = new Map(told.map(({ eventId, data }) => [eventId, data.status]));
      assert.deepEqual([...ids.values()].sort(), statuses.toSorted());
      assert.deepEqual((await player.inbox()).map(({ data }) => data.facts.status).sort(), statuses.toSorted());
    });
  }

  for (const crash of CRASHES) {
    it(`after the commit of ${crash.name} and before its answer: it has happened, once`, async () => {
      await assertWhole(await killed('received', await victimOf(crash)), 'received');
    });
  }

  it('in the relay, between publishing and clearing: the sweep publishes again under the same id', async () => {
    const them = await people();
    const withdrawalId = await bringTo('PENDING', them);
    const [page] = await world.server.ask('list', `users/${them.player.uid}/days`);
    await dies('sent', (doomed) => doomed.ask('relayNow', page?.path ?? ''));
    const mine = async () => (await world.published()).filter(({ data }) => data.withdrawalId === withdrawalId);
    await eventually(async () => assert.equal((await mine()).length, 2, 'by the call and by the relay that died'));
    await eventually(async () => {
      await world.pump();
      const [first, ...more] = await mine();
      assert.deepEqual(more, [first, first]);
    });
    assert.equal((await them.player.inbox()).length, 1);
  });

  for (const consumer of ['notifyWithdrawal', 'auditWithdrawal']) {
    it(`in ${consumer}, after its commit: what is delivered again has no effect again`, async () => {
      const them = await people();
      const withdrawalId = await bringTo('PENDING', them);
      const message = await eventually(async () => {
        await world.server.ask('sweepOutbox', Date.now() + 3_600_000);
        const told = (await world.published()).find(({ data }) => data.withdrawalId === withdrawalId);
        assert.ok(told);
        return told as { type: string };
      });
      await dies('received', (doomed) => doomed.ask('deliver', message, consumer));
      for (let again = 0; again < 3; again += 1) await world.server.ask('deliver', message, consumer);
      const audits = await world.server.ask('list', 'auditLog');
      const written = audits.filter(({ data }) => data.subject.endsWith(withdrawalId)).length;
      const told = (await them.player.inbox()).length;
      assert.deepEqual([told, written], consumer === 'notifyWithdrawal' ? [1, 0] : [0, 1]);
    });
  }

  for (const { name } of CRASHES) {
    it(`before the commit of ${name}: nothing has happened, and the same request goes through`, async () => {
      const victim = unsent.get(name);
      assert.ok(victim);
      await assertWhole(victim, 'sent');
    });
  }
});
