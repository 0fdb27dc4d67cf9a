import assert from 'node:assert/strict';
import { callables } from '../../../functions/src/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { freshKey, type Player } from '../../support/world.ts';
import { restoreEconomy, storedEconomy } from '../economy/economies.ts';
import { examples } from '../platform/keyedCalls.ts';

/** What somebody has done, the oldest first. */
async function entriesOf({ uid }: Player) {
  const log = await (await adminFirestore()).collection('auditLog').where('actor', '==', uid).get();
  return log.docs.map((entry) => entry.data()).sort((one, other) => one.at.toMillis() - other.at.toMillis());
}

const staffCalls = Object.values(callables).filter(
  ({ access, effect }) => access.kind !== 'player' && effect === 'keyed',
);

describe('the audit log', function () {
  this.timeout(60_000);
  let economyVersion = 0;

  before(async () => {
    economyVersion = (await storedEconomy()).version;
  });
  after(() => restoreEconomy(economyVersion));

  for (const { name } of staffCalls) {
    it(`has one entry of each ${name}, with before and after, and none of what was refused or repeated`, async () => {
      const { caller, input } = (await examples[name]?.()) ?? assert.fail(`${name} has no example`);
      const before = await entriesOf(caller);
      assert.notEqual((await caller.call(name, { nonsense: true })).error, undefined);
      assert.equal((await entriesOf(caller)).length, before.length);
      const request = { ...input, idempotencyKey: freshKey() };
      for (const isReplay of [false, true]) {
        const { error, result } = await caller.call(name, request);
        assert.deepEqual([error, result.replayed], [undefined, isReplay]);
      }
      const [entry, ...more] = (await entriesOf(caller)).slice(before.length);
      assert.deepEqual(more, []);
      assert.ok(entry !== undefined && 'before' in entry && entry.after !== null, JSON.stringify(entry));
      assert.match(entry.subject, /\//);
      assert.notDeepEqual(entry.before, entry.after);
    });
  }
});
