import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { runReal } from './real/runReal.ts';

/** Worlds on the emulator suite, in parallel; `npm run simulate -- --real` plays more of them. */
const OPS = 400;

describe('a simulated world on the emulator suite', () => {
  const seed = randomInt(1_000_000_000);
  it(`of seed ${seed} loses no coin and doubles none`, async function () {
    this.timeout(180_000);
    const { failure, steps } = await runReal(seed, OPS);
    assert.equal(failure, undefined, `npm run simulate -- --real --seed ${seed} --ops ${OPS}`);
    assert.equal(steps, OPS);
  });
});
