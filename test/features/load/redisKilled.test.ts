import assert from 'node:assert/strict';
import { PHASES } from '../../../bench/load/calls.ts';
import { type LoadOutcome, runLoad } from '../../../bench/load/runLoad.ts';
import { Stage } from '../../../bench/stage.ts';

describe('players who play while Redis is killed and restarted', function () {
  this.timeout(180_000);
  let outcome: LoadOutcome;

  before(async () => {
    const stage = await Stage.open();
    try {
      outcome = await runLoad(stage, { players: 20, playMs: 9_000 }, () => undefined);
    } finally {
      await stage.close();
    }
  });

  it('lose and double no coin, meet no unhandled error and no refusal that is not in the catalogue', () => {
    assert.deepEqual(outcome.violations, []);
  });

  it('have played in all three phases, and their instances noticed', () => {
    for (const phase of PHASES) {
      const batches = outcome.samples.filter((one) => one.name === 'batchEvents' && one.phase === phase);
      const credited = batches.some(({ refusal }) => refusal === null);
      assert.ok(credited, `batches were credited ${phase} Redis was away`);
    }
    assert.ok(outcome.redisWarnings > 0);
    assert.equal(outcome.events, 20 * 20);
  });

  it('were held to the limits of calls a minute', () => {
    assert.ok(outcome.samples.some(({ name, refusal }) => name === 'batchEvents' && refusal === 'rate/limited'));
  });
});
