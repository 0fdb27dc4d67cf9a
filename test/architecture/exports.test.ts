import assert from 'node:assert/strict';
import { domains } from '../../functions/src/gathered.ts';
import { collectionsOf } from '../../scripts/generate/firestoreFiles.ts';

/** The player's own document; the export begins with it. */
const ACCOUNT = 'users/{uid}';

describe('what an export holds', () => {
  const byPath = Map.groupBy(collectionsOf(domains), ({ path }) => path);

  it('is decided for every collection: a player’s own, for everybody who plays, or left out for a reason', () => {
    const undecided = [...byPath].filter(
      ([path, its]) =>
        path !== ACCOUNT &&
        !its.some(({ personal, readBy, notExported }) => personal ?? notExported ?? readBy === 'signedIn'),
    );
    assert.deepEqual(
      undecided.map(([path]) => path),
      [],
    );
  });

  it('is not at the same time left out', () => {
    const both = [...byPath].filter(
      ([, its]) => its.some(({ personal }) => personal) && its.some(({ notExported }) => notExported !== undefined),
    );
    assert.deepEqual(
      both.map(([path]) => path),
      [],
    );
  });
});
