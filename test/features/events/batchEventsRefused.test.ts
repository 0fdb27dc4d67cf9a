import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { callFunction } from '../../support/callable.ts';
import { freshAddress, type Player, world } from '../../support/world.ts';
import { wire } from './wireEvents.ts';

const send = (player: Player, events: readonly unknown[]) => player.call('batchEvents', { events });

describe('batchEvents refuses, and writes nothing', () => {
  const anyEvents = () => [wire('AD_WATCHED')];

  it('whoever is not signed in', async () => {
    for (const idToken of [undefined, 'garbage']) {
      const headers = { 'x-forwarded-for': freshAddress() };
      const { httpStatus, error } = await callFunction('batchEvents', { events: anyEvents() }, { idToken, headers });
      assert.equal(httpStatus, 401);
      assert.equal(error?.status, 'UNAUTHENTICATED');
    }
  });

  it('no events, more than 500, and unknown fields', async () => {
    const player = await world.player();
    const events = anyEvents();
    const requests = [
      {},
      { events: [] },
      { events: Array(501).fill(null) },
      { events, uid: 'other' },
      { events: 'all' },
    ];
    for (const request of requests) {
      const { error } = await player.call('batchEvents', request);
      assert.equal(error?.details.code, 'platform/invalid-input');
    }
    assert.equal((await player.stored()).version, 0);
  });

  it('another player’s batch: who signed in before it went out is not credited, and whose it is may send it', async () => {
    const [player, other] = await Promise.all([world.player(), world.player()]);
    const request = { events: anyEvents(), forUid: player.uid };
    const { error } = await other.call('batchEvents', request);
    assert.deepEqual([error?.status, error?.details.code], ['PERMISSION_DENIED', 'events/other-player']);
    assert.equal((await other.stored()).version, 0);
    const { result } = await player.call('batchEvents', request);
    assert.equal(result.processed, 1);
  });

  it('who has no account', async () => {
    const visitor = await world.visitor();
    const { error } = await send(visitor, anyEvents());
    assert.equal(error?.details.code, 'users/not-found');
    assert.deepEqual(await visitor.stored(), {});
    assert.deepEqual((await (await adminFirestore()).collection(`users/${visitor.uid}/days`).get()).docs, []);
  });

  for (const status of ['frozen', 'banned']) {
    it(`a ${status} account`, async () => {
      const player = await world.player();
      await (await adminFirestore()).doc(`users/${player.uid}`).update({ status });
      const before = await player.stored();
      const { error } = await send(player, anyEvents());
      assert.equal(error?.details.code, `users/${status}`);
      assert.deepEqual(await player.stored(), before);
      assert.deepEqual((await (await adminFirestore()).collection(`users/${player.uid}/days`).get()).docs, []);
    });
  }

  it('the eleventh call of a minute, and says how long to wait', async () => {
    const player = await world.player();
    for (let call = 0; call < 10; call += 1)
      assert.equal((await send(player, [{ idempotencyKey: randomUUID() }])).error, undefined);
    const before = await player.stored();
    const { httpStatus, headers, error } = await send(player, anyEvents());
    assert.equal(httpStatus, 429);
    assert.equal(error?.details.code, 'rate/limited');
    assert.ok(error.details.retryAfterSeconds >= 1 && error.details.retryAfterSeconds <= 60);
    assert.equal(headers.get('x-ratelimit-limit'), '10');
    assert.deepEqual(await player.stored(), before);
  });
});
