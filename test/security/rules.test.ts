import assert from 'node:assert/strict';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import { ACCESS, BENEATH, OPERATIONS, type Operation, type Row } from './accessTable.ts';
import { attackSuite } from './attacks.ts';
import { attempt } from './attempts.ts';
import { undecidedCollections } from './collectionScan.ts';
import { measureCoverage } from './ruleCoverage.ts';
import { openRulesWorld, PEOPLE, type RulesWorld } from './rulesEnvironment.ts';

const ON_WHAT_EXISTS = OPERATIONS.filter((operation) => operation !== 'create');

/** One suite, because its last test asks whether the ones before it have tried every expression of the rules. */
describe('firestore.rules', function () {
  this.timeout(30_000);
  let world: RulesWorld;

  before(async () => {
    world = await openRulesWorld();
  });
  after(() => world.close());

  describe('grants nobody the creation of a document', () => {
    // Before anything is seeded: what a rule takes for a creation is decided by whether the document exists.
    for (const row of ACCESS) {
      it(row.path, () => everyCellHolds(world, row, ['create']));
    }
  });

  describe('grants exactly what the table says to', () => {
    before(() => world.seed(ACCESS.map(({ path }) => path)));
    for (const row of ACCESS) {
      it(row.path, () => everyCellHolds(world, row, ON_WHAT_EXISTS));
    }
  });

  describe('grants nothing beneath a document that it grants', () => {
    for (const row of BENEATH) {
      it(row.path, () => everyCellHolds(world, row, OPERATIONS));
    }
  });

  describe('withstands attacks', () => attackSuite(() => world));

  // In a suite of its own, because mocha runs the tests of a suite before the suites inside it.
  describe('is tested to the last expression', () => {
    it('has a row in the table for every collection that the functions name', () => {
      assert.deepEqual(undecidedCollections(), [], 'declare these under `collections` of their domain’s data.ts');
    });

    it('has no expression left untried, and no condition that only ever held or only ever failed', async () => {
      const { tried, total, gaps } = await measureCoverage();
      console.log(`      rule coverage: ${tried} of ${total} expressions (${((100 * tried) / total).toFixed(1)} %)`);
      assert.deepEqual(gaps, [], 'try these in test/security, or remove them from firestore.rules');
      assert.ok(total > 0, 'the emulator reported no expressions at all');
    });
  });
});

/** Tries all cells before it reports, so that one loosened rule shows its whole extent. */
async function everyCellHolds(world: RulesWorld, row: Row, operations: readonly Operation[]): Promise<void> {
  const broken: string[] = [];
  for (const person of PEOPLE) {
    for (const operation of operations) {
      const granted = row.mayOf[person].has(operation);
      const trying = attempt(world.as[person], operation, row.path);
      const held = granted ? assertSucceeds(trying) : assertFails(trying);
      await held.catch((error: Error) => {
        broken.push(`${person} ${granted ? 'must be able to' : 'must not'} ${operation} ${row.path}: ${error.message}`);
      });
    }
  }
  assert.deepEqual(broken, []);
}
