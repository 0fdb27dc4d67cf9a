import assert from 'node:assert/strict';
import { callables } from '../../../functions/src/contract.ts';
import { adminAuth } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUp } from '../../support/auth.ts';
import { callFunction } from '../../support/callable.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist, send } from '../../support/keyed.ts';
import { claimsIn, unsignedToken } from '../../support/tokens.ts';
import { freshKey, Player, world } from '../../support/world.ts';
import { restoreEconomy, storedEconomy } from '../economy/economies.ts';
import { examples } from './keyedCalls.ts';

describe('who may call', function () {
  this.timeout(60_000);
  let economyVersion = 0;

  before(async () => {
    economyVersion = (await storedEconomy()).version;
  });
  after(() => restoreEconomy(economyVersion));

  for (const [name, make] of Object.entries(examples)) {
    it(`${name}: nobody without signing in, and nothing is written`, async () => {
      const { input, state } = await make();
      const before = await state();
      const answer = await callFunction(name, { ...input, idempotencyKey: freshKey() });
      const { code, requestId } = answer.error?.details ?? {};
      assert.deepEqual(
        [answer.httpStatus, answer.error?.status, code],
        [401, 'UNAUTHENTICATED', 'platform/unauthenticated'],
      );
      assert.match(requestId, /^[0-9a-f-]{36}$/);
      assert.equal(await state(), before);
    });

    it(`${name}: nobody whose token is for no one, and nothing is written`, async () => {
      const { input, state } = await make();
      const before = await state();
      for (const idToken of ['garbage', unsignedToken({ role: 'admin' }), unsignedToken({ sub: '', role: 'admin' })]) {
        const { httpStatus } = await callFunction(name, { ...input, idempotencyKey: freshKey() }, { idToken });
        assert.equal(httpStatus, 401);
      }
      assert.equal(await state(), before);
    });

    it(`${name}: nobody by a uid or a role in the payload`, async () => {
      const { caller, input, state } = await make();
      const before = await state();
      const intruder = await world.player();
      for (const forged of [{ role: 'admin', callerUid: caller.uid }, { auth: { uid: caller.uid } }]) {
        const { error } = await intruder.call(name, { ...input, ...forged, idempotencyKey: freshKey() });
        assert.match(error?.details.code, /^platform\/(role-required|invalid-input)$/);
      }
      assert.equal(await state(), before);
    });

    it(`${name}: nobody without its role, even with an invalid request, and nothing is written`, async () => {
      const { stranger, input, state } = await make();
      if (stranger === undefined) return;
      const before = await state();
      for (const request of [{ ...input, idempotencyKey: freshKey() }, { nonsense: true }]) {
        const { httpStatus, error } = await stranger.call(name, request);
        assert.deepEqual([httpStatus, error?.details.code], [403, 'platform/role-required']);
      }
      assert.equal(await state(), before);
    });
  }

  it('only people whose uid can name a document', async () => {
    const { idToken } = await signUp();
    const claims = claimsIn(idToken);
    for (const uid of ['a/b', '.', '..', '__x__', '__\n__', 'system:seed', 'staff', 'deleted', 'u'.repeat(129)]) {
      const auth = await adminAuth();
      await auth.deleteUser(uid).catch(() => undefined);
      // Auth itself makes none that is longer.
      if (uid.length <= 128) await auth.createUser({ uid });
      const token = unsignedToken({ ...claims, sub: uid, user_id: uid });
      const player = new Player({ uid, idToken: token });
      const { httpStatus, error } = await send(player, 'createUser', { deviceHash: player.deviceHash });
      assert.deepEqual([httpStatus, error?.details.code], [400, 'platform/unsupported-uid']);
    }
  });

  describe('with a second factor demanded of staff', () => {
    let server: FunctionServer;
    let person: Player;

    before(async () => {
      server = await FunctionServer.start({ STAFF_MFA_REQUIRED: 'true' });
      person = await world.visitor();
    });
    after(() => server.stop());

    const input = () => ({ uid: person.uid, role: null });

    it('refuses an admin who signed in without one', async () => {
      const admin = await world.staff('admin');
      const { httpStatus, error } = await send(admin, 'setRole', input(), { url: server.url });
      assert.deepEqual([httpStatus, error?.details.code], [403, 'platform/second-factor-required']);
    });

    it('refuses whoever lacks the role before it asks for a factor', async () => {
      const { error } = await send(await world.staff('support'), 'setRole', input(), { url: server.url });
      assert.equal(error?.details.code, 'platform/role-required');
    });

    it('lets an admin in who signed in with one', async () => {
      const admin = await world.staff('admin');
      const claims = claimsIn(admin.idToken);
      claims.firebase.sign_in_second_factor = 'totp';
      const idToken = unsignedToken(claims);
      await insist(new Player({ uid: admin.uid, idToken }), 'setRole', input(), { url: server.url });
    });

    it('demands none of players', async () => {
      const visitor = await world.visitor();
      await insist(visitor, 'createUser', { deviceHash: visitor.deviceHash }, { url: server.url });
    });
  });

  describe('with App Check enforced', () => {
    let server: FunctionServer;

    before(async () => {
      const features = JSON.stringify({ skipTokenVerification: true });
      const debug = { FIREBASE_DEBUG_MODE: 'true', FIREBASE_DEBUG_FEATURES: features };
      server = await FunctionServer.start({ APP_CHECK_ENFORCED: 'true', ...debug });
    });
    after(() => server.stop());

    it('refuses every callable without an attested app, before it asks who calls', async () => {
      const admin = await world.staff('admin');
      for (const name of Object.keys(callables)) {
        for (const idToken of [undefined, admin.idToken]) {
          const { httpStatus, error } = await callFunction(name, {}, { idToken, url: server.url });
          assert.deepEqual([httpStatus, error?.details.code], [401, 'platform/app-check-required'], name);
        }
      }
    });

    it('serves an attested app', async () => {
      const visitor = await world.visitor();
      const headers = { 'x-firebase-appcheck': unsignedToken({ sub: 'app' }) };
      await insist(visitor, 'createUser', { deviceHash: visitor.deviceHash }, { url: server.url, headers });
      assert.equal((await (await adminAuth()).getUser(visitor.uid)).uid, visitor.uid);
    });
  });
});
