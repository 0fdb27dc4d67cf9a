import assert from 'node:assert/strict';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { applyClaims, wishRole } from '../../../functions/src/staff/setRole.ts';
import { callCutOff } from '../../support/cutOff.ts';
import { insist, send } from '../../support/keyed.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { claimsIn } from '../../support/tokens.ts';
import { freshKey, Player, world } from '../../support/world.ts';
import { refreshedToken, signUpRefreshable } from './refresh.ts';

async function claimsOf({ uid }: { uid: string }) {
  return (await (await adminAuth()).getUser(uid)).customClaims ?? {};
}

async function auditOf(uid: string) {
  const entries = await (await adminFirestore()).collection('auditLog').where('subject', '==', `staff/${uid}`).get();
  return entries.docs.map((entry) => entry.data());
}

async function member(uid: string) {
  return (await (await adminFirestore()).doc(`staff/${uid}`).get()).data();
}

const actor = { nowMs: 1_790_000_000_000, correlationId: 'test', uid: 'system:test' };

describe('setRole', function () {
  this.timeout(60_000);

  it('gives a role that a refreshed token carries and that opens its callables', async () => {
    const admin = await world.staff('admin');
    const person = await signUpRefreshable();
    const before = new Player(person);
    assert.equal(
      (await send(before, 'setRole', { uid: admin.uid, role: null })).error?.details.code,
      'platform/role-required',
    );
    await insist(admin, 'setRole', { uid: person.uid, role: 'admin', permissions: ['loyalty:award'] });
    const after = new Player({ uid: person.uid, idToken: await refreshedToken(person) });
    const claims = claimsIn(after.idToken);
    assert.deepEqual([claims.role, claims.permissions], ['admin', ['loyalty:award']]);
    const other = await world.visitor();
    await insist(after, 'setRole', { uid: other.uid, role: 'support' });
    assert.deepEqual(await claimsOf(other), { role: 'support', permissions: [] });
  });

  it('takes role and permissions away with null, and leaves other claims', async () => {
    const [admin, person] = [await world.staff('admin'), await world.visitor()];
    await (await adminAuth()).setCustomUserClaims(person.uid, { tier: 'gold' });
    await insist(admin, 'setRole', { uid: person.uid, role: 'staff', permissions: ['loyalty:award'] });
    assert.deepEqual(await claimsOf(person), { tier: 'gold', role: 'staff', permissions: ['loyalty:award'] });
    await insist(admin, 'setRole', { uid: person.uid, role: null });
    assert.deepEqual(await claimsOf(person), { tier: 'gold' });
  });

  it('leaves one audit entry a change, with who, whom, before, after and the correlation id', async () => {
    const [admin, person] = [await world.staff('admin'), await world.visitor()];
    const request = { uid: person.uid, role: 'support', permissions: [], idempotencyKey: freshKey() };
    const correlationId = `audit-${person.uid}`;
    for (let again = 0; again < 2; again += 1) {
      await admin.call('setRole', request, { headers: { 'x-correlation-id': correlationId } });
    }
    const { at, ...entry } = (await auditOf(person.uid))[0] ?? {};
    assert.equal((await auditOf(person.uid)).length, 1);
    assert.deepEqual(entry, {
      actor: admin.uid,
      action: 'setRole',
      subject: `staff/${person.uid}`,
      before: null,
      after: { role: 'support', permissions: [] },
      correlationId,
    });
    assert.ok(Math.abs(at.toMillis() - Date.now()) < 60_000);
  });

  it('refuses a role for oneself, somebody unknown, and more permissions than Auth can store; nothing changes', async () => {
    const [admin, person] = [await world.staff('admin'), await world.visitor()];
    const permissions = Array.from({ length: 32 }, (_, index) =>
      `${'a'.repeat(30)}:${'b'.repeat(28)}${index % 10}`.replace(/\d$/, 'c'),
    );
    const refused: [object, number, string][] = [
      [{ uid: admin.uid, role: null }, 403, 'staff/own-role'],
      [{ uid: 'nobody', role: 'staff' }, 404, 'staff/unknown-person'],
      [{ uid: person.uid, role: 'staff', permissions }, 400, 'staff/too-many-permissions'],
    ];
    for (const [input, status, code] of refused) {
      const { httpStatus, error } = await send(admin, 'setRole', { ...input });
      assert.deepEqual([httpStatus, error?.details.code], [status, code]);
    }
    assert.deepEqual(await claimsOf(admin), { role: 'admin', permissions: [] });
    assert.deepEqual(
      [await claimsOf(person), await member(person.uid), await member('nobody')],
      [{}, undefined, undefined],
    );
  });

  it('names each field that is wrong', async () => {
    const [admin, { uid }] = [await world.staff('admin'), await world.visitor()];
    const wrong: [object, RegExp][] = [
      [{ uid: 'a/b', role: 'staff' }, /^uid: /],
      [{ uid }, /^role: /],
      [{ uid, role: 'god' }, /^role: /],
      [{ uid, role: 'staff', permissions: ['everything'] }, /^permissions\.0: /],
      [{ uid, role: null, permissions: ['loyalty:award'] }, /^permissions: /],
      [{ uid, role: 'staff', claims: {} }, /^request: .*claims/],
    ];
    for (const [input, issue] of wrong) {
      const { error } = await send(admin, 'setRole', { ...input });
      assert.equal(error?.details.code, 'platform/invalid-input');
      assert.match(error?.details.issues[0], issue);
    }
    assert.equal(await member(uid), undefined);
  });

  it('applies the claims on a replay where a crash came between commit and claims', async () => {
    const [admin, person] = [await world.staff('admin'), await world.visitor()];
    const request = { uid: person.uid, role: 'support', permissions: [], idempotencyKey: freshKey() };
    await admin.call('setRole', request);
    // As if the process had died right after the commit: Auth was never told.
    await (await adminAuth()).setCustomUserClaims(person.uid, null);
    await (await adminFirestore()).doc(`staff/${person.uid}`).update({ appliedRevision: 0 });
    const replay = await admin.call('setRole', request);
    assert.equal(replay.result.replayed, true);
    assert.deepEqual(await claimsOf(person), { role: 'support', permissions: [] });
    const { revision, appliedRevision } = (await member(person.uid)) ?? {};
    assert.equal(appliedRevision, revision);
  });

  it('is applied by the next run of its schedule where the process died over it and nobody asked again', async () => {
    const [admin, person] = [await world.staff('admin'), await world.staff('admin')];
    await callCutOff(admin, 'setRole', { uid: person.uid, role: null, permissions: [], idempotencyKey: freshKey() });
    assert.equal((await claimsOf(person)).role, 'admin');
    await runSchedule('applyRoles', Date.now());
    assert.equal((await claimsOf(person)).role, undefined);
    const { revision, appliedRevision } = (await member(person.uid)) ?? {};
    assert.equal(appliedRevision, revision);
    // As if a slower process had told Auth of an older role, and died before it saw that there was a newer one.
    await (await adminAuth()).setCustomUserClaims(person.uid, { role: 'admin', permissions: [] });
    await runSchedule('applyRoles', Date.now());
    assert.equal((await claimsOf(person)).role, undefined);
  });

  it('leaves the newest wish in the claims, however slow an older request was', async () => {
    const { uid } = await world.visitor();
    const auth = await adminAuth();
    const original = auth.setCustomUserClaims.bind(auth);
    await transact((tx) => wishRole(tx, actor, { uid, role: 'admin', permissions: [] }));
    let overtaken = false;
    // The older request reads its wish, and before it tells Auth, a newer one comes and goes.
    auth.setCustomUserClaims = async (...claims) => {
      if (!overtaken) {
        overtaken = true;
        await transact((tx) => wishRole(tx, actor, { uid, role: null, permissions: [] }));
        await applyClaims(uid);
      }
      await original(...claims);
    };
    try {
      await applyClaims(uid);
    } finally {
      auth.setCustomUserClaims = original;
    }
    assert.deepEqual(await claimsOf({ uid }), {});
    const { role, revision, appliedRevision } = (await member(uid)) ?? {};
    assert.deepEqual([role, revision, appliedRevision], [null, 2, 2]);
  });
});
