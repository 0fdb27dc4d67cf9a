import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUp } from '../../support/auth.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, Player, world } from '../../support/world.ts';

const LARGE = 10_000;
const REASON = 'a correction by hand';

/** What keeps one person from moving money alone, whatever way they go about it. */
describe('two people for a correction', function () {
  this.timeout(60_000);
  let admin: Player;
  let second: Player;
  let player: Player;

  beforeEach(async () => {
    [admin, second, player] = await Promise.all([world.staff('admin'), world.staff('admin'), world.player()]);
  });

  const asking = (amount: number, more: object = {}) => {
    return { uid: player.uid, currency: 'coins', amount, reason: REASON, ...more };
  };
  const statusOf = async (amount: number, more: object = {}) =>
    (await insist(admin, 'adjustBalance', asking(amount, more))).status;
  const refusalOf = async (by: Player, input: object) => {
    const before = JSON.stringify(await player.ledger());
    const { httpStatus, error } = await send(by, 'adjustBalance', { ...input });
    assert.equal(JSON.stringify(await player.ledger()), before);
    return [httpStatus, error?.details.code];
  };
  const OWN = [403, 'staff/own-benefit'];

  it('is asked for as soon as what an admin corrects alone comes to too much within a day', async () => {
    const other = await world.player();
    assert.equal(await statusOf(6_000), 'APPLIED');
    assert.equal(await statusOf(-3_000), 'APPLIED');
    assert.equal(await statusOf(1_000, { uid: other.uid, currency: 'gems' }), 'AWAITING_SECOND_PERSON');
    assert.equal(await statusOf(999, { uid: other.uid }), 'APPLIED');
    assert.equal(await statusOf(1), 'AWAITING_SECOND_PERSON');
    // What a second person has confirmed, or may yet, is not done alone; and each admin is counted by themselves.
    assert.equal((await insist(second, 'adjustBalance', asking(LARGE - 1))).status, 'APPLIED');
  });

  it('is asked for by many corrections at once as by one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(admin, 'adjustBalance', asking(4_000))));
    const statuses = answers.map(({ result, error }) => result?.status ?? error?.details.code);
    assert.equal(statuses.filter((status) => status === 'APPLIED').length, 2, String(statuses));
    assert.equal((await player.stored()).balances.coins.available, 8_000);
  });

  it('is not asked for because of yesterday', async () => {
    assert.equal(await statusOf(9_000), 'APPLIED');
    const counted = (await adminFirestore()).doc(`doneAlone/adjustBalance:${admin.uid}`);
    await counted.update({ done: [{ atMs: Date.now() - 25 * HOUR_MS, amount: 9_000 }] });
    assert.equal(await statusOf(9_000), 'APPLIED');
  });

  it('leaves out whoever gains by it, as the one who asks and as the one who confirms', async () => {
    await admin.create();
    assert.deepEqual(await refusalOf(admin, asking(5, { uid: admin.uid })), OWN);
    assert.deepEqual(await refusalOf(admin, asking(-5, { uid: admin.uid })), OWN);
    const { adjustmentId } = await insist(second, 'adjustBalance', asking(LARGE, { uid: admin.uid }));
    assert.deepEqual(await refusalOf(admin, { adjustmentId }), OWN);
    assert.deepEqual((await admin.stored()).balances.coins, { available: 0, locked: 0 });
  });

  it('takes accounts that shared a device for one person', async () => {
    await admin.create();
    await insist(admin, 'bindDevice', { deviceHash: freshDevice() });
    await insist(player, 'bindDevice', { deviceHash: admin.deviceHash });
    await insist(player, 'bindDevice', { deviceHash: freshDevice() });
    assert.deepEqual(await refusalOf(admin, asking(5)), OWN);
    const { adjustmentId } = await insist(second, 'adjustBalance', asking(LARGE));
    assert.deepEqual(await refusalOf(admin, { adjustmentId }), OWN);
    await insist(await world.staff('admin'), 'adjustBalance', { adjustmentId });
  });

  /** An admin with a mailbox. */
  const mailed = async (email: string) => new Player(await signUp({ role: 'admin', permissions: [] }, email));

  it('takes accounts with one mailbox for one person, however it is written', async () => {
    const name = `ada${randomUUID().replaceAll('-', '')}`;
    player = await new Player(await signUp(undefined, `a.${name.slice(1)}@gmail.com`)).create();
    assert.deepEqual(await refusalOf(await mailed(`${name}+desk@googlemail.com`), asking(5)), OWN);
  });

  it('takes accounts that were to be paid to one place for one person', async () => {
    const database = await adminFirestore();
    const destination = `shared-by-${player.uid}`;
    const details = { sealedDetails: '', approvals: [], flagged: false, history: [] };
    await database.doc(`withdrawalFiles/${player.uid}`).create({ uid: player.uid, destination, ...details });
    await database.doc(`payoutDestinations/${destination}`).create({ uids: [player.uid, second.uid] });
    assert.deepEqual(await refusalOf(second, asking(5)), OWN);
  });

  it('needs two people, not two accounts of one', async () => {
    const name = randomUUID();
    const [one, other] = [await mailed(`${name}@gmail.com`), await mailed(`${name}+2@gmail.com`)];
    const { adjustmentId } = await insist(one, 'adjustBalance', asking(LARGE));
    assert.deepEqual(await refusalOf(other, { adjustmentId }), [403, 'wallet/second-person-required']);
  });

  it('is not waited for longer than seven days', async () => {
    const { adjustmentId } = await insist(admin, 'adjustBalance', asking(LARGE));
    const asked = (await adminFirestore()).doc(`adjustments/${adjustmentId}`);
    await asked.update({ createdAt: new Date(Date.now() - 7 * DAY_MS) });
    assert.deepEqual(await refusalOf(second, { adjustmentId }), [400, 'staff/ask-lapsed']);
    assert.deepEqual(await waiting(), []);
    await asked.update({ createdAt: new Date(Date.now() - 7 * DAY_MS + HOUR_MS) });
    assert.equal((await waiting()).length, 1);
    assert.equal((await insist(second, 'adjustBalance', { adjustmentId })).status, 'APPLIED');
  });

  it('is shown all that was asked for, the oldest first, on pages of any size, and nothing that is done', async () => {
    const first = await insist(admin, 'adjustBalance', asking(LARGE, { expectedVersion: 0 }));
    const later = await insist(second, 'adjustBalance', asking(-LARGE, { currency: 'gems', reason: 'too many gems' }));
    await insist(second, 'adjustBalance', asking(5, { currency: 'eth' }));
    for (const limit of [1, 100]) {
      const entries = await waiting(limit);
      const told = entries.map(({ requestedAt, ageSeconds, lapsesAt, ...asked }) => {
        assert.ok(Math.abs(Date.now() - requestedAt) < 60_000 && ageSeconds < 60);
        assert.equal(lapsesAt, requestedAt + 7 * DAY_MS);
        return asked;
      });
      const shape = { kind: 'correction', allowDebt: false };
      assert.deepEqual(told, [
        {
          ...shape,
          ...{ adjustmentId: first.adjustmentId, uid: player.uid, currency: 'coins', amount: LARGE },
          ...{ reason: REASON, expectedVersion: 0, requestedBy: admin.uid },
        },
        {
          ...shape,
          ...{ adjustmentId: later.adjustmentId, uid: player.uid, currency: 'gems', amount: -LARGE },
          ...{ reason: 'too many gems', expectedVersion: null, requestedBy: second.uid },
        },
      ]);
    }
    const { error } = await player.call('listAdjustments', {});
    assert.equal(error?.details.code, 'platform/role-required');
  });

  /** What waits for this test's player, read to the end by somebody for support. */
  async function waiting(limit = 100): Promise<any[]> {
    const support = await world.staff('support');
    const found: any[] = [];
    for (let after: object | null | undefined; after !== null; ) {
      const { error, result } = await support.call(
        'listAdjustments',
        after === undefined ? { limit } : { after, limit },
      );
      assert.equal(error, undefined);
      found.push(...result.entries);
      after = result.next;
    }
    return found.filter(({ uid }) => uid === player.uid);
  }
});
