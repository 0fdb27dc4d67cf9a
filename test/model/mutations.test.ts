import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { someOf } from '../support/someOf.ts';
import { mutated } from './doors/openDoors.ts';
import { mutations } from './mutations/mutations.ts';
import { mutationNames, prove } from './mutations/prove.ts';

/** A part of the known bugs, another one for each commit; `npm run simulate:mutations` proves all of them. */
const A_RUN = 4;
const SEED = 1;
const MAY_BE_MISSED = 1;

describe('the simulation', () => {
  it('knows bugs of the code as it is now', () => {
    for (const mutation of mutations) {
      const file = fileURLToPath(new URL(`../../functions/src/${mutation.file}`, import.meta.url));
      assert.doesNotThrow(() => mutated(file, mutation));
    }
  });

  it('notices the bugs that it is there for', async function () {
    // Each proof ends by itself, at a bound of steps; how soon is the machine's affair, which may do much else beside.
    this.timeout(600_000);
    // One after the other: other tests run beside this one, and some of them have somebody waiting.
    const proofs = await prove(someOf(mutationNames, A_RUN), { seed: SEED, lanes: 1, worlds: 2 });
    const missed = proofs.filter(({ caught }) => caught === undefined).map(({ name }) => name);
    // Since worlds are drawn otherwise, the one that met a bug may not meet it, nor the first two, which are soon played.
    if (missed.length > 0)
      console.log(`    to be noted anew (npm run simulate:mutations -- --record): ${missed.join('; ')}`);
    assert.ok(missed.length <= MAY_BE_MISSED, missed.join('; '));
    assert.equal(proofs.length, A_RUN);
  });
});
