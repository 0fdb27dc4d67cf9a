import assert from 'node:assert/strict';
import { runWorlds } from './core/runWorlds.ts';
import { knownNames, readKnown } from './known/known.ts';

/** Worlds that have found something: none finds it any more, and each would find it again. */
const PLAN = { seed: 0, ops: 0, worlds: 1, jobs: 1 };

describe('a world that is kept because of what it found', () => {
  for (const known of knownNames) {
    it(`${known}: finds nothing any more`, async function () {
      this.timeout(30_000);
      const { worlds, failure } = await runWorlds({ ...PLAN, known });
      assert.deepEqual({ worlds, failure }, { worlds: 1, failure: undefined });
    });

    it(`${known}: still plays what it is kept for`, async function () {
      this.timeout(30_000);
      const { worlds, failure } = await runWorlds({ ...PLAN, known, mutation: readKnown(known).mutation });
      assert.equal(worlds, 1);
      assert.notEqual(failure, undefined);
    });
  }
});
