import assert from 'node:assert/strict';
import { firestoreHost } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist, send } from '../../support/keyed.ts';
import { Relay } from '../../support/relay.ts';
import { freshAddress, freshDevice, freshKey, world } from '../../support/world.ts';

/** On a busy machine Redis may miss its budget, and the count then begins anew in the process: here it is there all along. */
const COUNTS_ITSELF = { REDIS_URL: '' };

const VOUCHED = freshAddress();

describe('the rate limit of a callable', function () {
  this.timeout(60_000);

  it('admits bindDevice 5 times a minute to a player, and tells the sixth when to come back', async () => {
    const player = await world.player();
    const { deviceHash } = player;
    for (let call = 1; call <= 5; call += 1) {
      const { error, headers } = await send(player, 'bindDevice', { deviceHash });
      assert.equal(error, undefined);
      assert.deepEqual(
        [headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')],
        ['5', String(5 - call)],
      );
      assert.equal(headers.get('retry-after'), null);
    }
    const before = JSON.stringify(await player.stored());
    const { httpStatus, error, headers } = await send(player, 'bindDevice', { deviceHash });
    assert.deepEqual([httpStatus, error?.status, error?.details.code], [429, 'RESOURCE_EXHAUSTED', 'rate/limited']);
    const { retryAfterSeconds } = error?.details ?? {};
    assert.ok(retryAfterSeconds >= 1 && retryAfterSeconds <= 60, String(retryAfterSeconds));
    assert.equal(headers.get('retry-after'), String(retryAfterSeconds));
    assert.deepEqual([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')], ['5', '0']);
    const resetInSeconds = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1_000;
    assert.ok(resetInSeconds > 0 && resetInSeconds <= 61, String(resetInSeconds));
    assert.equal(JSON.stringify(await player.stored()), before);
  });

  it('counts each player, each function and invalid requests too, which hear of that first', async () => {
    const [player, other] = [await world.player(), await world.player()];
    const { deviceHash } = player;
    for (let call = 0; call < 5; call += 1) {
      assert.equal((await player.call('bindDevice', { nonsense: call })).error?.details.code, 'platform/invalid-input');
    }
    assert.equal((await send(player, 'bindDevice', { deviceHash })).error?.details.code, 'rate/limited');
    assert.equal((await player.call('bindDevice', {})).error?.details.code, 'platform/invalid-input');
    assert.equal((await other.call('bindDevice', {})).error?.details.code, 'platform/invalid-input');
    assert.equal((await player.call('createUser', {})).error?.details.code, 'platform/invalid-input');
  });

  it('does not count whom the door refuses, so that nobody can use up another one’s calls', async () => {
    const player = await world.player();
    for (let call = 0; call < 6; call += 1) {
      const { error } = await player.call('bindDevice', { uid: player.uid }, { idToken: undefined });
      assert.equal(error?.details.code, 'platform/unauthenticated');
    }
    await insist(player, 'bindDevice', { deviceHash: player.deviceHash });
  });

  for (const [what, from] of [
    ['the address that the front end vouches for, whatever the caller writes before it', () => VOUCHED],
    ['all addresses of an IPv6 household as one', (call: number) => `2001:db8:77:1:${call.toString(16)}:5:6:7`],
  ] as const)
    it(`counts ${what}`, async () => {
      const server = await FunctionServer.start(COUNTS_ITSELF);
      try {
        const codes: string[] = [];
        for (let call = 0; call < 51; call += 1) {
          const caller = await world.visitor();
          const headers = { 'x-forwarded-for': `${freshAddress()}, ${from(call)}` };
          const input = call < 50 ? {} : { deviceHash: caller.deviceHash };
          codes.push((await send(caller, 'createUser', input, { url: server.url, headers })).error?.details.code);
        }
        assert.deepEqual([...new Set(codes.slice(0, 50))], ['platform/invalid-input']);
        assert.equal(codes[50], 'rate/limited');
      } finally {
        await server.stop();
      }
    });

  it('takes no place of an address for createUser of somebody who has an account, nor for sending it again', async () => {
    const server = await FunctionServer.start(COUNTS_ITSELF);
    try {
      const options = { url: server.url, headers: { 'x-forwarded-for': freshAddress() } };
      const first = await world.visitor();
      const { deviceHash } = first;
      const request = { deviceHash, idempotencyKey: freshKey() };
      assert.equal((await first.call('createUser', request, options)).error, undefined);
      for (let start = 0; start < 30; start += 1) {
        assert.equal((await first.call('createUser', request, options)).result.replayed, true);
        const { error } = await send(first, 'createUser', { deviceHash: freshDevice() }, options);
        assert.equal(error?.details.code, 'users/already-exists');
      }
      // Another refusal is an attempt like any other; with the first sign-up 50 of them fill the minute.
      for (let attempt = 0; attempt < 49; attempt += 1) {
        const { error } = await send(await world.visitor(), 'createUser', { deviceHash }, options);
        assert.equal(error?.details.code, 'devices/already-bound', `attempt ${attempt}`);
      }
      const { error } = await send(await world.visitor(), 'createUser', { deviceHash }, options);
      assert.equal(error?.details.code, 'rate/limited');
    } finally {
      await server.stop();
    }
  });

  it('refuses without asking Firestore anything', async () => {
    const firestore = await Relay.to(firestoreHost);
    const server = await FunctionServer.start({ ...COUNTS_ITSELF, FIRESTORE_EMULATOR_HOST: firestore.address });
    try {
      const player = await world.player();
      const { deviceHash } = player;
      const options = { url: server.url };
      await eventually(async () => {
        const { error } = await send(player, 'bindDevice', { deviceHash }, options);
        assert.equal(error?.details.code, 'rate/limited');
      });
      // From here on nothing that waits for Firestore could be answered.
      firestore.fallSilent();
      const bytesSent = firestore.bytesSent;
      for (let call = 0; call < 3; call += 1) {
        const { error } = await send(player, 'bindDevice', { deviceHash }, options);
        assert.equal(error?.details.code, 'rate/limited');
      }
      assert.equal(firestore.bytesSent, bytesSent);
    } finally {
      await server.stop();
      await firestore.close();
    }
  });
});
