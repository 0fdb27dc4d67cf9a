import assert from 'node:assert/strict';
import { DarkWorld } from '../../support/darkWorld.ts';
import { RefusingFirestore } from '../../support/refusingFirestore.ts';
import { freshKey } from '../../support/world.ts';
import { askFor } from '../withdrawals/asked.ts';

const REFUSED = 'Firestore refuses verify writes: set COMMITS=transactions';

/** What a player does who claims a code and cashes out; each request is sent several times at once. */
async function live(world: DarkWorld, atOnce: number): Promise<void> {
  const [player, owner] = [await world.earner(2_000), await world.player()];
  const { referralCode } = await owner.stored();
  const claim = { idempotencyKey: freshKey(), referralCode, deviceHash: player.deviceHash };
  const withdrawal = { idempotencyKey: freshKey() };
  const sends = [() => player.call('claimReferral', claim), () => askFor(player, withdrawal)];
  for (const send of sends) {
    const answers = await Promise.all(Array.from({ length: atOnce }, send));
    assert.deepEqual(
      answers.flatMap(({ error }) => error ?? []),
      [],
    );
    assert.equal(answers.filter(({ result }) => !result.replayed).length, 1);
    assert.equal(new Set(answers.map(({ result }) => JSON.stringify({ ...result, replayed: 0 }))).size, 1);
  }
  assert.deepEqual(await player.coins(), { available: 1_500, locked: 600 });
  await world.pump();
  assert.equal((await owner.coins()).available, 100);
  assert.deepEqual([await player.discrepancies(), await owner.discrepancies()], [[], []]);
}

describe('a deployment', function () {
  this.timeout(120_000);

  for (const COMMITS of ['verified', 'transactions']) {
    it(`does what is sent three times at once one time, COMMITS=${COMMITS}`, async () => {
      const world = await DarkWorld.open({ COMMITS });
      await live(world, 3).finally(() => world.close());
    });
  }

  for (const [name, code] of Object.entries({ INVALID_ARGUMENT: 3, PERMISSION_DENIED: 7, UNIMPLEMENTED: 12 })) {
    it(`falls back to transactions, and says so, where Firestore refuses verify writes as ${name}`, async () => {
      const firestore = await RefusingFirestore.start(code);
      const world = await DarkWorld.open({ COMMITS: 'verified', FIRESTORE_EMULATOR_HOST: firestore.host });
      try {
        await live(world, 1);
        // One was enough for that process to know, and nobody's call failed for it.
        assert.equal(firestore.refused, 1);
        assert.deepEqual(
          world.server.logged(REFUSED).map(({ severity }) => severity),
          ['ERROR'],
        );
      } finally {
        await world.close();
        await firestore.close();
      }
    });
  }
});
