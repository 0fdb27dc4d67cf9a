import assert from 'node:assert/strict';
import { DarkWorld } from '../../support/darkWorld.ts';
import { freshKey } from '../../support/world.ts';
import { askFor, served } from './asked.ts';

/** More calls than the limits of everyday let through at once. */
async function raiseLimits(world: DarkWorld): Promise<void> {
  const functions = { requestWithdrawal: { perUid: 1_000, perIp: 1_000 } };
  await (await world.staff('admin')).insist('setEconomyConfig', { config: { rateLimits: { functions } } });
}

for (const COMMITS of ['verified', 'transactions'])
  describe(`withdrawals at once, COMMITS=${COMMITS}`, function () {
    this.timeout(120_000);
    let world: DarkWorld;

    before(async () => {
      world = await DarkWorld.open({ COMMITS });
      await raiseLimits(world);
    });
    after(() => world.close());

    /** Locks may run out where many wait for one player; whoever holds none is answered by the first attempt. */
    const ask: typeof askFor = (player, more) =>
      COMMITS === 'transactions' ? served(() => askFor(player, more)) : askFor(player, more);

    it('are one where the same key is sent 20 times: one hold, 20 equal answers, 19 of them replays', async () => {
      const player = await world.earner(5_000);
      const key = freshKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(player, { idempotencyKey: key })));
      assert.deepEqual(
        answers.flatMap(({ error }) => error ?? []),
        [],
      );
      const [first] = answers;
      const texts = answers.map(({ result }) => JSON.stringify({ ...result, replayed: 0 }));
      assert.deepEqual([...new Set(texts)], [JSON.stringify({ ...first?.result, replayed: 0 })]);
      assert.equal(answers.filter(({ result }) => result.replayed).length, 19);
      assert.deepEqual(await player.coins(), { available: 4_400, locked: 600 });
      assert.equal((await world.server.ask('list', `users/${player.uid}/holds`)).length, 1);
      assert.deepEqual(await player.discrepancies(), []);
    });

    it('are one success and one refusal where two keys are sent', async () => {
      const player = await world.earner(5_000);
      const answers = await Promise.all([
        ask(player, { idempotencyKey: freshKey() }),
        ask(player, { idempotencyKey: freshKey() }),
      ]);
      assert.deepEqual(answers.map(({ error }) => error?.details.code ?? 'ok').sort(), ['ok', 'withdrawals/too-soon']);
      assert.deepEqual(await player.coins(), { available: 4_400, locked: 600 });
      assert.deepEqual(await player.discrepancies(), []);
    });
  });
