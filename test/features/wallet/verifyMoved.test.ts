import assert from 'node:assert/strict';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { readNow } from '../../../functions/src/platform/storage/reader.ts';
import type { Discrepancy } from '../../../functions/src/wallet/auditFindings.ts';
import { SHARDS } from '../../../functions/src/wallet/movedRules.ts';
import { shardDoc } from '../../../functions/src/wallet/verifiedStore.ts';
import { runName, type UidRange, verifyLedger } from '../../../functions/src/wallet/verifyLedger.ts';
import { type VerifyMovedRequest, verifyMoved } from '../../../functions/src/wallet/verifyMoved.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { eraseLedgers, type Ledger, openLedgers, POSTED_MS } from './ledgers.ts';

const kindsOf = (found: readonly Discrepancy[]) => [...new Set(found.map(({ kind }) => kind))].sort();

describe('the verification of what has moved', () => {
  let ledgers: Ledger[];
  let range: UidRange;
  /** The day that it is, so many days after the postings of {@link openLedgers}. */
  let day: number;

  beforeEach(async () => {
    day = 0;
    ({ ledgers, range } = await openLedgers(3));
    for (const ledger of ledgers) await ledger.credit([1, 2]);
  });
  afterEach(() => eraseLedgers(ledgers));

  const nowMs = () => POSTED_MS + day * DAY_MS;
  const credit = (ledger: Ledger | undefined, amounts: number[] = [1]) =>
    ledger?.credit(amounts, { postedAtMs: nowMs() });

  async function verify(request: Partial<VerifyMovedRequest> = {}) {
    const found: Discrepancy[] = [];
    const notify = (one: Discrepancy) => void found.push(one);
    const summary = await verifyMoved({ nowMs: nowMs() + 60_000, range, notify, ...request });
    return { ...summary, found };
  }

  /** Verifies on the next day, and the day after, when nothing of before is looked at any more. */
  async function settle(): Promise<void> {
    for (const _ of [1, 2]) {
      day += 1;
      assert.deepEqual((await verify()).found, []);
    }
  }

  const checkpointOf = (ledger: Ledger | undefined) => ledger?.document('/checkpoints/ledger');

  it('visits each wallet once, remembers how far it is verified, and has nothing more to do on that day', async () => {
    const { complete, users, moved, postings } = await verify();
    assert.deepEqual([complete, users, moved, postings], [true, 3, 3, 6]);
    for (const ledger of ledgers) {
      const { version, headHash, balances } = await ledger.document('');
      const { sequence, hash, balances: verified } = (await checkpointOf(ledger)) ?? {};
      assert.deepEqual([sequence, hash, verified], [version, headHash, balances]);
    }
    await credit(ledgers[0]);
    const { result, traffic } = await countTraffic(() => verify());
    assert.deepEqual([result.complete, result.users, traffic.read.length + traffic.queried.length], [true, 0, 1]);
    day += 1;
    assert.deepEqual((await verify()).postings, 1);
  });

  it('reads nothing of wallets that rest, and of one that has moved only what it has got since', async () => {
    const [first] = ledgers;
    for (let page = 0; page < 12; page += 1, day += 1) await credit(first);
    await settle();
    const theirs = (paths: readonly string[]) => paths.filter((path) => path.startsWith('users/'));
    day += 1;
    const { traffic: rest } = await countTraffic(() => verify());
    assert.deepEqual(theirs([...rest.read, ...rest.queried]), []);
    day += 1;
    await credit(first, [1, 1]);
    const { result, traffic } = await countTraffic(() => verify());
    assert.deepEqual([result.users, result.moved, result.postings], [1, 1, 2]);
    const read = theirs([...traffic.read, ...traffic.queried]);
    const pages = read.filter((path) => path.includes('/days/'));
    assert.equal(pages.length, 1, `${pages}`);
    assert.ok(read.length <= 6, `${read}`);
    assert.deepEqual(theirs(traffic.written), [`users/${first?.uid}/checkpoints/ledger`]);
  });

  it('finds what is wrong with what is new, and looks at it again until it is right', async () => {
    const [first] = ledgers;
    await settle();
    await credit(first, [3, 4]);
    const date = new Date(nowMs()).toISOString().slice(0, 10);
    await first?.corruptPostings(date, (one) => [{ ...one, actor: one.sequence === 4 ? 'nobody' : one.actor }]);
    for (let again = 0; again < 2; again += 1) {
      day += 1;
      const { found, moved } = await verify();
      assert.deepEqual([kindsOf(found), moved], [['hash-mismatch'], 1]);
      assert.equal((await checkpointOf(first))?.sequence, 2);
    }
    await first?.corruptPostings(date, (one) => [{ ...one, actor: 'system:test' }]);
    for (const moved of [1, 0]) {
      day += 1;
      const { found, moved: looked } = await verify();
      assert.deepEqual([found, looked], [[], moved]);
    }
    assert.equal((await checkpointOf(first))?.sequence, 4);
  });

  it('notices that a checkpoint was changed, and leaves a page of before to the replay', async () => {
    const [first, second, third] = ledgers;
    await settle();
    await first?.corrupt('/checkpoints/ledger', { 'balances.coins.available': 9 });
    await second?.corrupt('/checkpoints/ledger', { sequence: 'many' });
    await third?.corruptPostings('2026-03-04', (one) => [{ ...one, actor: 'nobody' }]);
    day += 1;
    for (const ledger of ledgers) await credit(ledger);
    const { found } = await verify();
    assert.deepEqual(kindsOf(found), ['checkpoint-mismatch']);
    assert.deepEqual(new Set(found.map(({ uid }) => uid)), new Set([first?.uid, second?.uid]));
    const replayed: Discrepancy[] = [];
    await verifyLedger({ nowMs: nowMs(), range, notify: (one) => void replayed.push(one) });
    const old = replayed.filter(({ uid }) => uid === third?.uid);
    assert.deepEqual(kindsOf(old), ['hash-mismatch']);
  });

  it('that was cut off or ran out of its budget goes on where it stopped, and counts each wallet once', async () => {
    await ledgers[1]?.corrupt('', { headHash: 'f'.repeat(64) });
    const cut = verify({
      notify: () => {
        throw new Error('cut off');
      },
    });
    await assert.rejects(cut, /cut off/);
    let [discrepancies, runs] = [0, 0];
    for (let isComplete = false; !isComplete; runs += 1) {
      const run = await verify({ budgetMs: 0, usersPerPage: 1 });
      discrepancies += run.discrepancies;
      isComplete = run.complete;
      assert.ok(runs < 100, 'it comes to no end');
    }
    assert.ok(runs > 1);
    assert.equal(discrepancies, 1);
    const numbers = Array.from({ length: SHARDS }, (_, number) => number);
    const shards = await Promise.all(numbers.map((number) => readNow(shardDoc(runName('verifyMoved', range), number))));
    assert.equal(
      shards.reduce((sum, shard) => sum + (shard?.users ?? 0), 0),
      3,
    );
  });

  it('by several at once does all of it, and each wallet counts once', async () => {
    const runs = await Promise.all([verify(), verify(), verify()]);
    while (!(await verify()).complete);
    const users = runs.reduce((sum, run) => sum + run.users, 0);
    assert.ok(users <= 3, `${users}`);
    for (const ledger of ledgers) assert.equal((await checkpointOf(ledger))?.sequence, 2);
  });

  it('remembers ranges apart whose names run together', async () => {
    const [firstUid, lastUid] = [`${range.firstUid}:`, `${range.lastUid}:`];
    const one = { firstUid: `${firstUid}a`, lastUid };
    const other = { firstUid, lastUid: `a${lastUid}` };
    await verifyLedger({ nowMs: 7, range: one, budgetMs: 0 });
    assert.equal((await verifyLedger({ nowMs: 8, range: other, budgetMs: 0, restMs: DAY_MS })).startedAtMs, 8);
    assert.equal((await verifyLedger({ nowMs: 9, range: one, restMs: DAY_MS })).startedAtMs, 7);
  });
});
