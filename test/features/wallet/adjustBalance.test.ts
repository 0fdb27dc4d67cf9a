import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { keyedRequest } from '../../../functions/src/platform/storage/idempotency.ts';
import { insist, send } from '../../support/keyed.ts';
import { redisClient } from '../../support/redisClient.ts';
import { freshKey, type Player, world } from '../../support/world.ts';

const REASON = 'a correction by hand';
const LARGE = 10_000;

describe('adjustBalance', function () {
  this.timeout(60_000);
  let admin: Player;
  let second: Player;
  let player: Player;

  // What an admin corrects alone adds up over a day.
  beforeEach(async () => {
    [admin, second, player] = await Promise.all([world.staff('admin'), world.staff('admin'), world.player()]);
  });

  const asking = (amount: number, more: object = {}) => ({
    uid: player.uid,
    currency: 'coins',
    amount,
    reason: REASON,
    ...more,
  });
  const ledger = async () => JSON.stringify(await player.ledger());
  const postings = async (): Promise<any[]> => {
    const { pages }: any = await player.ledger();
    return pages.flatMap(([, page]: any) => page ?? []);
  };
  const audited = async () => {
    const audit = (await adminFirestore()).collection('auditLog').where('subject', '==', `users/${player.uid}`);
    const entries = (await audit.get()).docs.map((entry) => entry.data());
    return entries.sort((one, other) => one.at.toMillis() - other.at.toMillis());
  };

  it('posts a small correction at once, explained and traced', async () => {
    const headers = { 'x-correlation-id': `adjust-${player.uid}` };
    const result = await insist(admin, 'adjustBalance', asking(500), { headers });
    assert.deepEqual([result.status, result.version, result.balances.coins.available], ['APPLIED', 1, 500]);
    const [posting] = await postings();
    const { type, reference, actor, correlationId, details, legs } = posting;
    assert.deepEqual([type, reference, actor], ['adjustment', result.adjustmentId, 'staff']);
    const explained = (await adminFirestore()).doc(`auditLog/${details.auditId}`);
    const entry = (await explained.get()).data();
    assert.deepEqual([correlationId, Object.keys(details)], [`adjust-${player.uid}`, ['auditId']]);
    assert.deepEqual([entry?.actor, entry?.after.reason, entry?.after.requestedBy], [admin.uid, REASON, admin.uid]);
    assert.deepEqual(legs, [
      { account: 'available', currency: 'coins', amount: 500 },
      { account: 'adjustments', currency: 'coins', amount: -500 },
    ]);
    assert.equal((await player.stored()).balances.coins.available, 500);
  });

  it('takes as well as gives, in every currency, and never below zero', async () => {
    for (const currency of ['coins', 'gems', 'points', 'eth']) {
      await insist(admin, 'adjustBalance', asking(7, { currency }));
      await insist(admin, 'adjustBalance', asking(-7, { currency }));
    }
    const before = await ledger();
    const { httpStatus, error } = await send(admin, 'adjustBalance', asking(-1));
    assert.deepEqual(
      [httpStatus, error?.details.code, error?.details.available],
      [403, 'wallet/insufficient-balance', 0],
    );
    assert.equal(await ledger(), before);
  });

  it('leaves an audit entry with the balances before and after, and the reason', async () => {
    const { adjustmentId } = await insist(admin, 'adjustBalance', asking(40));
    const [entry, ...others] = await audited();
    assert.deepEqual([others.length, entry?.actor, entry?.action], [0, admin.uid, 'adjustBalance']);
    assert.deepEqual([entry?.before.version, entry?.before.balances.coins.available], [0, 0]);
    const { version, balances, status, reason } = entry?.after ?? {};
    assert.deepEqual([version, balances.coins.available, status, reason], [1, 40, 'APPLIED', REASON]);
    assert.equal(entry?.after.adjustmentId, adjustmentId);
  });

  for (const amount of [LARGE, -LARGE]) {
    it(`lets ${amount} wait for a second admin, and posts it once that one approves`, async () => {
      if (amount < 0) for (const by of [second, admin]) await insist(by, 'adjustBalance', asking(5_000));
      const before = await ledger();
      const asked = await insist(admin, 'adjustBalance', asking(amount));
      assert.equal(asked.status, 'AWAITING_SECOND_PERSON');
      assert.equal(await ledger(), before);
      const approved = await insist(second, 'adjustBalance', { adjustmentId: asked.adjustmentId });
      assert.deepEqual([approved.status, approved.adjustmentId], ['APPLIED', asked.adjustmentId]);
      assert.equal(approved.balances.coins.available, Math.max(0, amount));
      const posting = (await postings()).at(-1);
      const { actor, after } = (await audited()).at(-1) ?? {};
      assert.deepEqual([posting.actor, actor, after.requestedBy], ['staff', second.uid, admin.uid]);
      const actors = (await audited()).map(({ actor, after }) => `${actor} ${after.status}`).slice(-2);
      assert.deepEqual(actors, [`${admin.uid} AWAITING_SECOND_PERSON`, `${second.uid} APPLIED`]);
    });
  }

  it('applies one below the threshold at once', async () => {
    assert.equal((await insist(admin, 'adjustBalance', asking(LARGE - 1))).status, 'APPLIED');
  });

  it('refuses the person who asked as the second one, and an approval twice; nothing is posted', async () => {
    const { adjustmentId } = await insist(admin, 'adjustBalance', asking(LARGE));
    const before = await ledger();
    const own = await send(admin, 'adjustBalance', { adjustmentId });
    assert.deepEqual([own.httpStatus, own.error?.details.code], [403, 'wallet/second-person-required']);
    assert.equal(await ledger(), before);
    const approvals = await Promise.all([1, 2, 3].map(() => send(second, 'adjustBalance', { adjustmentId })));
    assert.equal(approvals.filter(({ error }) => error === undefined).length, 1);
    const again = await send(second, 'adjustBalance', { adjustmentId });
    assert.deepEqual([again.httpStatus, again.error?.details.code], [404, 'wallet/unknown-adjustment']);
    assert.equal((await postings()).length, 1);
  });

  it('refuses an approval of what nobody asked for', async () => {
    const { httpStatus, error } = await send(admin, 'adjustBalance', { adjustmentId: 'a'.repeat(64) });
    assert.deepEqual([httpStatus, error?.details.code], [404, 'wallet/unknown-adjustment']);
  });

  it('refuses a version gone by, at once or when approved, and leaves the ledger byte for byte', async () => {
    await insist(admin, 'adjustBalance', asking(5, { expectedVersion: 0 }));
    const before = await ledger();
    for (const amount of [5, LARGE]) {
      for (const expectedVersion of [0, 2]) {
        const { httpStatus, error } = await send(admin, 'adjustBalance', asking(amount, { expectedVersion }));
        const { code, version } = error?.details ?? {};
        assert.deepEqual([httpStatus, code, version], [409, 'wallet/version-conflict', 1]);
      }
    }
    assert.equal(await ledger(), before);
    const { adjustmentId } = await insist(admin, 'adjustBalance', asking(LARGE, { expectedVersion: 1 }));
    await insist(admin, 'adjustBalance', asking(5));
    const after = await ledger();
    const { error } = await send(second, 'adjustBalance', { adjustmentId });
    assert.equal(error?.details.code, 'wallet/version-conflict');
    assert.equal(await ledger(), after);
  });

  it('refuses a player who has no account, and serves one who is frozen', async () => {
    const visitor = await world.visitor();
    const { httpStatus, error } = await send(admin, 'adjustBalance', asking(5, { uid: visitor.uid }));
    assert.deepEqual([httpStatus, error?.details.code], [404, 'users/not-found']);
    assert.deepEqual(await visitor.stored(), {});
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ status: 'frozen' });
    await insist(admin, 'adjustBalance', asking(5));
  });

  it('names each field that is wrong, of the shape that was meant', async () => {
    const before = await ledger();
    const wrong: [object, RegExp][] = [
      [asking(0), /^amount: /],
      [asking(1.5), /^amount: /],
      [asking(1e15), /^amount: /],
      [asking(5, { reason: 'too short' }), /^reason: /],
      [asking(5, { reason: '            x' }), /^reason: /],
      [asking(5, { reason: 'half a pair \ud800 of surrogates' }), /^reason: /],
      [asking(5, { currency: 'dollars' }), /^currency: /],
      [asking(5, { approvedBy: 'me' }), /^request: .*approvedBy/],
      [{ adjustmentId: 'no' }, /^adjustmentId: /],
    ];
    for (const [input, issue] of wrong) {
      const { error } = await send(admin, 'adjustBalance', { ...input });
      assert.equal(error?.details.code, 'platform/invalid-input');
      assert.match(error?.details.issues[0], issue);
    }
    assert.equal(await ledger(), before);
  });

  it('is never made again under its key, even after the record of the request has expired', async () => {
    const request = { ...asking(5), idempotencyKey: freshKey() };
    await admin.call('adjustBalance', request);
    const before = await ledger();
    const { scope } = keyedRequest(admin.uid, 'adjustBalance', request.idempotencyKey, { sent: {}, filled: {} });
    await (await adminFirestore()).doc(`idempotency/${scope}`).delete();
    await (await redisClient()).del(`replay:${scope}`);
    const { httpStatus, error } = await admin.call('adjustBalance', request);
    assert.deepEqual([httpStatus, error?.details.code], [409, 'idempotency/key-reused']);
    assert.equal(await ledger(), before);
  });
});
