import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sweepOutbox } from '../../../functions/src/events/sweepOutbox.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { resumeDeletions } from '../../../functions/src/users/finishDeletion.ts';
import { expireHolds } from '../../../functions/src/wallet/expireHolds.ts';
import { capture } from '../../../functions/src/wallet/hold.ts';
import { cause, openLedger } from '../wallet/ledgers.ts';

/** Long before anything that other tests leave to be swept, so that these sweeps meet only what is made here. */
const NOW_MS = Date.UTC(2003, 5, 1);
const at = (ms: number) => new Date(ms);

/** A queue: where its entries stand, what a broken one and a sound one are, and its sweep, of so many entries a run. */
interface Queue {
  readonly broken: (dueAt: Date) => readonly [path: string, data: object];
  readonly sound: (dueAt: Date) => Promise<() => Promise<boolean>>;
  readonly dueField: string;
  readonly sweep: (nowMs: number) => Promise<{ readonly failed: number }>;
  readonly aRun: number;
}

async function store(path: string, data: object): Promise<void> {
  await (await adminFirestore()).doc(path).set(data);
}

async function stored(path: string): Promise<Record<string, any>> {
  return (await (await adminFirestore()).doc(path).get()).data() ?? {};
}

const QUEUES: Readonly<Record<string, Queue>> = {
  holds: {
    broken: (expiresAt) => [`users/${randomUUID()}/holds/broken`, { status: 'held', expiresAt }],
    async sound(expiresAt) {
      const { ledger } = await openLedger();
      const holdId = await (await ledger.credit([10])).hold(10, expiresAt.getTime());
      return async () => (await ledger.holdStatus(holdId)) === 'released';
    },
    dueField: 'expiresAt',
    sweep: (nowMs) => expireHolds(nowMs, 1),
    aRun: 20,
  },
  deletions: {
    broken: (startedAt) => [`deletions/broken-${randomUUID()}`, { status: 'RUNNING', startedAt, uid: 7 }],
    async sound(startedAt) {
      const path = `deletions/sound-${randomUUID()}`;
      await store(path, { status: 'RUNNING', startedAt, uid: `nobody-${randomUUID()}`, devices: [] });
      return async () => (await stored(path)).status === 'DONE';
    },
    dueField: 'startedAt',
    sweep: (nowMs) => resumeDeletions(nowMs + MINUTE_MS, 1),
    aRun: 10,
  },
};

describe('a queue', function () {
  this.timeout(60_000);
  const made: string[] = [];

  afterEach(async () => {
    const database = await adminFirestore();
    await Promise.all(made.splice(0).map((path) => database.doc(path).delete()));
  });

  for (const [name, { broken, sound, dueField, sweep, aRun }] of Object.entries(QUEUES)) {
    it(`of ${name} never starves behind what cannot be handled, which is tried again farther and farther apart`, async () => {
      for (let entry = 0; entry < aRun; entry += 1) {
        const [path, data] = broken(at(NOW_MS - HOUR_MS + entry));
        await store(path, data);
        made.push(path);
      }
      const isHandled = await sound(at(NOW_MS));
      assert.deepEqual([(await sweep(NOW_MS)).failed, await isHandled()], [aRun, false]);
      assert.deepEqual([(await sweep(NOW_MS)).failed, await isHandled()], [0, true]);
      const [first = ''] = made;
      const waits: number[] = [];
      for (let nowMs = NOW_MS; waits.length < 12; ) {
        const due = (await stored(first))[dueField].toMillis();
        waits.push(due - nowMs);
        nowMs = due + MINUTE_MS;
        await sweep(nowMs);
      }
      const { times, since } = (await stored(first)).aside;
      assert.deepEqual([times, since.toMillis()], [13, NOW_MS - HOUR_MS]);
      assert.ok(waits.every((wait, before) => wait >= (waits[before - 1] ?? 0)) && (waits[11] ?? 0) > DAY_MS / 2);
      assert.ok(waits.every((wait) => wait <= DAY_MS + HOUR_MS));
    });
  }

  it('of the outbox puts a page off that cannot be relayed, and says how long it really waits', async () => {
    const path = `users/${randomUUID()}/days/2003-06-01`;
    made.push(path);
    await store(path, { outbox: ['nonsense'], outboxSince: at(NOW_MS) });
    const first = await sweepOutbox(NOW_MS + HOUR_MS);
    assert.deepEqual([first.failed, first.oldestSeconds], [1, 3_600]);
    assert.deepEqual((await sweepOutbox(NOW_MS + HOUR_MS)).failed, 0);
    const again = await sweepOutbox(NOW_MS + 2 * HOUR_MS);
    assert.deepEqual([again.failed, again.oldestSeconds], [1, 7_200]);
    assert.equal((await stored(path)).aside.times, 2);
  });

  it('lets no hold be captured that has expired, and whose release is put off', async () => {
    const { ledger } = await openLedger();
    const holdId = await (await ledger.credit([10])).hold(10, NOW_MS);
    const dueAt = at(NOW_MS + DAY_MS);
    const path = `users/${ledger.uid}/holds/${holdId}`;
    await (await adminFirestore())
      .doc(path)
      .update({ expiresAt: dueAt, aside: { times: 3, since: at(NOW_MS), dueAt } });
    const late = { ...cause, postedAtMs: NOW_MS };
    const captured = transact((tx) => capture(tx, { uid: ledger.uid, holdId, to: 'shop' }, late));
    await assert.rejects(captured, { message: 'wallet/hold-expired' });
    await expireHolds(NOW_MS + 2 * DAY_MS);
    assert.equal(await ledger.holdStatus(holdId), 'released');
  });
});
