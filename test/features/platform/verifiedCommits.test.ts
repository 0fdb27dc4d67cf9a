import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { defineErrors } from '../../../functions/src/kernel/errors.ts';
import { economyDoc } from '../../../functions/src/platform/configuration/economyConfig.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import type { Doc } from '../../../functions/src/platform/storage/collection.ts';
import { verifiedIn } from '../../../functions/src/platform/storage/optimistic.ts';
import { readCandidates, readPage } from '../../../functions/src/platform/storage/reader.ts';
import { type Tx, transactIn } from '../../../functions/src/platform/storage/transaction.ts';
import { platformErrors } from '../../../functions/src/platform/transport/catalogue.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';

/** Nothing is decided on what has changed: a unit of work in whose middle somebody else writes. */
type Place = Doc<typeof economyDoc.fields>;

/** A document of its own; a configuration's schema takes whatever is put into it. */
function freshPlace(): Place {
  // Of the collection that the access table has for what no domain declares.
  return { path: `unheardOf/${randomUUID()}`, fields: economyDoc.fields };
}

function holding(config: Record<string, unknown>) {
  return { version: 0, config, updatedAtMs: 0, updatedBy: 'test' };
}

const { refused } = defineErrors('test', {
  refused: { status: 'failed-precondition', message: 'No.', retry: false, remedy: 'None.' },
});

const SETTINGS = { verified: verifiedIn, transactions: transactIn };

/** What somebody else does to one of the documents, once it has been read. */
const world = fc.record({
  /** Whether each document is there at first; the last one is also written, the others are only read. */
  present: fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }),
  target: fc.nat(3),
  change: fc.constantFrom('set' as const, 'delete' as const, 'replace' as const),
  /** Read one by one, or all in one round trip. */
  together: fc.boolean(),
  end: fc.constantFrom('write' as const, 'refuse' as const, 'look' as const),
});

async function put(place: Place, value: string): Promise<void> {
  await (await adminFirestore()).doc(place.path).set(holding({ value }));
}

async function disturb(place: Place, change: 'set' | 'delete' | 'replace'): Promise<void> {
  if (change === 'set') return put(place, 'changed');
  await (await adminFirestore()).doc(place.path).delete();
  if (change === 'replace') await put(place, 'replaced');
}

async function stored(place: Place): Promise<unknown> {
  return (await (await adminFirestore()).doc(place.path).get()).get('config.value') ?? null;
}

async function seen(tx: Tx, place: Place): Promise<unknown> {
  return (await tx.get(place))?.config.value ?? null;
}

interface Sight {
  attempts: number;
  saw: unknown[];
}

/** Reads all places, lets `between` happen in the first attempt, and writes what it saw into the last one. */
function looking(places: readonly Place[], sight: Sight, options: Looking) {
  return async (tx: Tx): Promise<void> => {
    sight.attempts += 1;
    if (options.together) await tx.load(places);
    const saw: unknown[] = [];
    for (const place of places) saw.push(await seen(tx, place));
    if (sight.attempts === 1) await options.between();
    sight.saw = saw;
    if (options.end === 'refuse') throw new Refused(refused);
    const last = places.at(-1);
    if (options.end === 'write' && last !== undefined)
      tx.merge(last, holding({ value: sight.saw[places.length - 1], saw }));
  };
}

interface Looking {
  readonly together: boolean;
  readonly end: 'write' | 'refuse' | 'look';
  readonly between: () => Promise<unknown>;
}

describe('a unit of work in whose middle somebody else writes', function () {
  this.timeout(120_000);

  it('decides on what stands when it commits, whatever was read, found or missing', async () => {
    const property = fc.asyncProperty(world, async ({ present, target, change, together, end }) => {
      const places = present.map(freshPlace);
      await Promise.all(places.map((place, at) => (present[at] ? put(place, 'first') : undefined)));
      const disturbed = places[target % places.length] ?? freshPlace();
      const sight: Sight = { attempts: 0, saw: [] };
      const between = () => disturb(disturbed, change);
      const before = await Promise.all(places.map(stored));
      await verifiedIn(await adminFirestore(), looking(places, sight, { together, end, between })).catch(orRefused);
      const after = await Promise.all(places.map(stored));
      // What one request has read stood together when it was read, and nothing was written on the strength of it.
      const stoodTogether = end !== 'write' && (together || places.length === 1);
      assert.deepEqual(sight.saw, stoodTogether ? before : after);
      if (end !== 'write') return;
      const last = (await (await adminFirestore()).doc(places.at(-1)?.path ?? '').get()).get('config.saw');
      assert.deepEqual(last, after);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is never between two states under locks either', async () => {
    const property = fc.asyncProperty(world, async ({ present, target, change, together }) => {
      const places = present.map(freshPlace);
      await Promise.all(places.map((place, at) => (present[at] ? put(place, 'first') : undefined)));
      const disturbed = places[target % places.length] ?? freshPlace();
      const sight: Sight = { attempts: 0, saw: [] };
      const before = await Promise.all(places.map(stored));
      let writing: Promise<void> | undefined;
      // It waits for the locks, and so is not waited for.
      const between = async () => {
        writing = disturb(disturbed, change);
      };
      await transactIn(await adminFirestore(), looking(places, sight, { together, end: 'write', between }));
      await writing;
      const after = await Promise.all(places.map(stored));
      assert.ok([before, after].some((state) => JSON.stringify(state) === JSON.stringify(sight.saw)));
    });
    await fc.assert(property, { numRuns: 6 });
  });

  for (const [name, run] of Object.entries(SETTINGS)) {
    it(`adds up what twenty do at once, ${name}`, async () => {
      const [switchboard, sum] = [freshPlace(), freshPlace()];
      await put(switchboard, 'on');
      const database = await adminFirestore();
      const once = async (): Promise<number> => {
        try {
          return await run(database, async (tx) => {
            const isOn = (await seen(tx, switchboard)) === 'on';
            const so = Number(await seen(tx, sum));
            if (isOn) tx.merge(sum, holding({ value: String(so + 1) }));
            return isOn ? 1 : 0;
          });
        } catch (error) {
          assert.ok(error instanceof Refused && error.error.retry);
          return once();
        }
      };
      const added = await Promise.all(Array.from({ length: name === 'verified' ? 20 : 4 }, once));
      assert.equal(await stored(sum), String(added.reduce((total, one) => total + one)));
    });
  }
});

describe('a unit of work that commits without locks', function () {
  this.timeout(30_000);

  it('writes what it changes, and only verifies what it has read', async () => {
    const [found, missing, written] = [freshPlace(), freshPlace(), freshPlace()];
    await put(found, 'first');
    const database = await adminFirestore();
    const places = [found, missing, written];
    const sight: Sight = { attempts: 0, saw: [] };
    const work = looking(places, sight, { together: true, end: 'write', between: async () => undefined });
    const { traffic } = await countTraffic(() => verifiedIn(database, work));
    assert.deepEqual(traffic.written, [written.path]);
    assert.deepEqual(traffic.verified, [found.path, missing.path]);
    assert.deepEqual(traffic.calls, { BatchGetDocuments: 1, Commit: 1 });
  });

  it('asks no queries but for candidates, which it then reads', async () => {
    const read = { collection: 'unheardOf', limit: 1 };
    await assert.rejects(
      verifiedIn(await adminFirestore(), () => readPage(read)),
      /which no commit can verify/,
    );
    await verifiedIn(await adminFirestore(), () => readCandidates(read));
  });

  it('begins anew where a read is not answered', async () => {
    let attempts = 0;
    const result = await verifiedIn(await adminFirestore(), async () => {
      attempts += 1;
      if (attempts < 3) throw lost();
      return 'answered';
    });
    assert.deepEqual([result, attempts], ['answered', 3]);
  });

  for (const [name, run] of Object.entries(SETTINGS)) {
    it(`is told to come later by a database that does not answer, and never that it was wrong, ${name}`, async () => {
      const failing = run(await adminFirestore(), () => Promise.reject(lost()));
      await assert.rejects(failing, { message: 'platform/unavailable', error: platformErrors.unavailable });
    });
  }
});

/** What the SDK throws where it has tried often enough by itself. */
function lost(): Error {
  return Object.assign(new Error('14 UNAVAILABLE: No connection established.'), { code: 14 });
}

function orRefused(error: unknown): void {
  if (!(error instanceof Refused) || error.error !== refused) throw error;
}
