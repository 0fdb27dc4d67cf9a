import assert from 'node:assert/strict';
import { runSeed } from '../../scripts/suite/runSeed.ts';
import { freshSeed } from '../support/freshSeed.ts';

const COMMIT = 'ffffffff'.repeat(5);

describe('the seed of a run', () => {
  it('is the one that was given, whatever the commit is', () => {
    assert.deepEqual(runSeed('12', COMMIT), { seed: '12', from: 'EARNPLAY_SEED' });
  });

  it('is derived from the commit, always the same and one that tests take', () => {
    const { seed, from } = runSeed('', COMMIT);
    assert.deepEqual(runSeed('', COMMIT), { seed, from });
    assert.match(from, new RegExp(COMMIT));
    assert.equal(freshSeed(seed), 0xf_ff_ff_ff);
    assert.notEqual(runSeed('', '0'.repeat(40)).seed, seed);
  });
});
