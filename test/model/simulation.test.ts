import assert from 'node:assert/strict';
import { freshSeed } from '../support/freshSeed.ts';
import { runWorlds } from './core/runWorlds.ts';

/** The economy in memory, world after world; see README.md. A failure names the command that plays it again. */
const OPS = 1_500;
const SEEDS = [1, 20_260];

async function play(seed: number, worlds: number): Promise<number> {
  const { steps, failure } = await runWorlds({ seed, ops: OPS, worlds, jobs: 1 });
  const again = failure === undefined ? '' : `npm run simulate -- --seed ${failure.seed} --ops ${OPS}`;
  assert.equal(failure?.text, undefined, again);
  return steps;
}

describe('a simulated world', function () {
  // It ends by itself, after so many operations; how soon is the machine's affair, which does much else beside.
  this.timeout(600_000);

  for (const seed of SEEDS) {
    it(`of seed ${seed} loses no coin and doubles none`, async () => {
      assert.equal(await play(seed, 1), OPS);
    });
  }

  const fresh = freshSeed();
  it(`of the fresh seed ${fresh} loses no coin and doubles none`, async () => {
    assert.equal(await play(fresh, 3), 3 * OPS);
  });

  it('is the same whenever it is played again', async () => {
    const digests = async () => (await runWorlds({ seed: 99, ops: 400, worlds: 1, jobs: 1 })).digests;
    assert.deepEqual(await digests(), await digests());
  });
});
