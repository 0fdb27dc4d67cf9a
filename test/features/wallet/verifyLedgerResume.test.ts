import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { advanceCheckpoint, openCheckpoint } from '../../../functions/src/wallet/checkpoint.ts';
import {
  type UidRange,
  type VerifyRequest,
  type VerifySummary,
  verifyLedger,
} from '../../../functions/src/wallet/verifyLedger.ts';
import { eraseLedgers, type Ledger, openLedgers } from './ledgers.ts';

const { setLogFunction }: { setLogFunction(write: ((line: string) => void) | null): void } = createRequire(
  new URL('../../../functions/package.json', import.meta.url),
)('firebase-admin/firestore');

/** The limit of each query that the SDK sends while `work` runs, or null for one without. */
async function queryLimits(work: () => Promise<unknown>): Promise<(number | null)[]> {
  const limits: (number | null)[] = [];
  setLogFunction((line) => {
    const sent = line.indexOf('Sending request: ');
    if (sent < 0 || !line.includes('"structuredQuery"')) return;
    limits.push(JSON.parse(line.slice(sent + 'Sending request: '.length)).structuredQuery.limit?.value ?? null);
  });
  try {
    await work();
  } finally {
    setLogFunction(null);
  }
  return limits;
}

describe('a verification of many users', () => {
  let ledgers: Ledger[];
  let range: UidRange;

  beforeEach(async () => {
    ({ ledgers, range } = await openLedgers(7));
    for (const ledger of ledgers) await ledger.credit([1, 2]);
  });

  afterEach(() => eraseLedgers(ledgers));

  function run(request: Partial<VerifyRequest> = {}) {
    return verifyLedger({ nowMs: Date.now(), range, usersPerPage: 2, notify: () => {}, ...request });
  }

  it('that runs out of its budget goes on where it stopped, and counts each user once', async () => {
    const first = await run({ budgetMs: 0 });
    assert.deepEqual([first.status, first.users, first.cursor], ['unfinished', 2, ledgers[1]?.uid]);
    const second = await run({ budgetMs: 0, nowMs: Date.now() + 60_000 });
    assert.deepEqual([second.users, second.startedAtMs], [4, first.startedAtMs]);
    const last = await run();
    assert.deepEqual([last.status, last.users, last.postings], ['finished', 7, 14]);
    assert.equal(last.totals.rewards?.coins, '-21');
  });

  it('that was cut off within a page repeats that page, and counts each user and discrepancy once', async () => {
    await ledgers[3]?.corrupt('', { headHash: 'f'.repeat(64) });
    const cut = run({
      notify: () => {
        throw new Error('cut off');
      },
    });
    await assert.rejects(cut, /cut off/);
    const last = await run();
    assert.deepEqual([last.users, last.postings, last.discrepancies], [7, 14, 1]);
    const kept = await (await adminFirestore())
      .collection('ledgerDiscrepancies')
      .where('uid', '==', ledgers[3]?.uid)
      .get();
    assert.equal(kept.size, 1);
  });

  it('starts anew after a finished run, and where it is told not to resume', async () => {
    assert.equal((await run({ budgetMs: 0, nowMs: 1 })).users, 2);
    const anew = await run({ resume: false, nowMs: 2 });
    assert.deepEqual([anew.status, anew.users, anew.startedAtMs], ['finished', 7, 2]);
    const again = await run({ nowMs: 3 });
    assert.deepEqual([again.status, again.users, again.startedAtMs], ['finished', 7, 3]);
  });

  it('belongs to the run that took it over: what the other one does to the checkpoint changes nothing', async () => {
    const id = `verifyLedger:${range.firstUid}:test`;
    const first = await openCheckpoint(id, 1);
    const resumed = await openCheckpoint(id, 2);
    assert.deepEqual(resumed, first);
    const moved = { ...first, cursor: 'a', users: 2 };
    assert.equal(await advanceCheckpoint(id, resumed, moved), true);
    assert.equal(await advanceCheckpoint(id, first, { ...first, cursor: 'a', users: 2 }), false);
    const anew = await openCheckpoint(id, 3, { resume: false });
    for (const from of [first, moved]) {
      assert.equal(await advanceCheckpoint(id, from, { ...from, cursor: 'b' }), false);
    }
    assert.deepEqual(await openCheckpoint(id, 4), anew);
  });

  it('leaves the rest to another run that took over its checkpoint meanwhile', async () => {
    await ledgers[0]?.corrupt('', { headHash: 'f'.repeat(64) });
    const others: VerifySummary[] = [];
    const takeOver = async (): Promise<void> => {
      others.push(await run({ resume: false, nowMs: 9_000 }));
    };
    const { status, users } = await run({ nowMs: 8_000, notify: takeOver });
    assert.deepEqual([status, users], ['superseded', 0]);
    assert.deepEqual(
      others.map((other) => [other.status, other.users]),
      [['finished', 7]],
    );
  });

  it('never asks for more documents at once than its limits, however many there are', async () => {
    const [ledger] = ledgers;
    assert.ok(ledger);
    for (let day = 1; day <= 25; day += 1) await ledger.credit([1], { postedAtMs: Date.UTC(2026, 0, day) });
    const limits = await queryLimits(() => run());
    assert.ok(limits.length > 7, `${limits.length} queries seen`);
    assert.ok(
      limits.every((limit) => limit !== null && limit <= 100),
      `${limits}`,
    );
    // 25 pages of one user and the one of the others are read ten at a time; users two at a time.
    assert.deepEqual(
      [limits.filter((limit) => limit === 2).length, limits.filter((limit) => limit === 10).length],
      [4, 9],
    );
  });
});
