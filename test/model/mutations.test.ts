import assert from 'node:assert/strict';
import { mutationNames, prove } from './mutations/prove.ts';

/** A part of the known bugs, another one each day; `npm run simulate:mutations` proves all of them. */
const A_DAY = 8;
const SEED = 1;

describe('the simulation', () => {
  it('notices the bugs that it is there for', async function () {
    this.timeout(180_000);
    const today = Math.floor(Date.now() / 86_400_000);
    const chosen = Array.from({ length: A_DAY }, (_, at) => mutationNames[(today * A_DAY + at) % mutationNames.length]);
    const proofs = await prove(
      chosen.flatMap((name) => name ?? []),
      SEED,
      () => undefined,
    );
    const missed = proofs.filter(({ caught }) => caught === undefined).map(({ name }) => name);
    assert.deepEqual(missed, []);
    assert.equal(proofs.length, A_DAY);
  });
});
