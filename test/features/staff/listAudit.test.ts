import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { listAudit } from '../../../functions/src/staff/listAudit.ts';
import { recordAudit } from '../../../functions/src/staff/recordAudit.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { type Player, world } from '../../support/world.ts';

/** Long before anything that the suite writes. */
const THEN_MS = Date.parse('2020-01-01');

describe('the audit log', function () {
  this.timeout(60_000);
  const actor = `system:test-${randomUUID()}`;
  const subject = `users/${randomUUID()}`;
  let admin: Player;

  before(async () => {
    admin = await world.staff('admin');
    // Three of one instant, between one before and one after, each of which is about somebody else.
    for (const [at, whom] of [
      [0, 'users/other'],
      [1, subject],
      [1, subject],
      [1, 'users/other'],
      [2, subject],
    ] as const) {
      const entry = {
        actor,
        action: `act-${at}`,
        subject: whom,
        before: { was: at },
        after: null,
        correlationId: 'test',
      };
      await transact(async (tx) => recordAudit(tx, { ...entry, atMs: THEN_MS + at }));
    }
  });

  async function read(input: object): Promise<any> {
    const { error, result } = await admin.call('listAudit', input);
    assert.equal(error, undefined);
    return result;
  }

  /** Page by page, to the end. */
  async function readAll(input: object): Promise<any[]> {
    const all: any[] = [];
    let after: object | null = null;
    do {
      const page: any = await read({ ...input, ...(after === null ? {} : { after }) });
      all.push(...page.entries);
      after = page.next;
    } while (after !== null);
    return all;
  }

  const timesOf = (entries: any[]) => entries.map(({ at }) => at - THEN_MS);

  it('is read by who did it and by what it was done to, the latest first, on pages of any size', async () => {
    for (const limit of [1, 2, 5, 100]) {
      const [did, done] = [await readAll({ actor, limit }), await readAll({ subject, limit })];
      assert.deepEqual(
        [timesOf(did), timesOf(done)],
        [
          [2, 1, 1, 1, 0],
          [2, 1, 1],
        ],
      );
      assert.equal(new Set(did.map(({ auditId }) => auditId)).size, 5);
    }
    const [newest] = await readAll({ subject, limit: 100 });
    const { auditId, at, ...entry } = newest;
    assert.deepEqual([at, entry.before, entry.after, entry.action], [THEN_MS + 2, { was: 2 }, null, 'act-2']);
    assert.deepEqual((await (await adminFirestore()).doc(`auditLog/${auditId}`).get()).get('actor'), actor);
  });

  it('is read between two instants, both included, with and without a filter', async () => {
    const between = (from: number, until: number) => ({ from: THEN_MS + from, until: THEN_MS + until, limit: 2 });
    assert.deepEqual(timesOf(await readAll({ actor, ...between(1, 1) })), [1, 1, 1]);
    assert.deepEqual(timesOf(await readAll({ actor, ...between(2, 9) })), [2]);
    assert.deepEqual(await readAll({ actor, ...between(3, 9) }), []);
    const all = await readAll(between(0, 2));
    assert.deepEqual(timesOf(all.filter((one) => one.actor === actor)), [2, 1, 1, 1, 0]);
  });

  it('costs as many documents as it shows entries', async () => {
    const call: Parameters<typeof listAudit>[0] = Object.create(null);
    const { traffic, result } = await countTraffic(() => listAudit(call, { actor, limit: 3 }));
    assert.deepEqual([result.entries.length, traffic.read.length + traffic.queried.length], [3, 3]);
  });

  it('is for admins alone, by one filter at a time', async () => {
    const { error } = await (await world.staff('support')).call('listAudit', {});
    assert.equal(error?.details.code, 'platform/role-required');
    for (const input of [
      { actor, subject },
      { limit: 0 },
      { after: { at: 0, auditId: 'x' } },
      { from: -1 },
      { until: 9e15 },
    ]) {
      const { error: invalid } = await admin.call('listAudit', input);
      assert.equal(invalid?.details.code, 'platform/invalid-input', JSON.stringify(input));
    }
  });
});
