import assert from 'node:assert/strict';
import { FunctionServer } from '../../support/functionServer.ts';
import { GoogleService } from '../../support/googleService.ts';
import { send } from '../../support/keyed.ts';
import { freshKey, type Player, world } from '../../support/world.ts';

describe('App Check, verified as in production', function () {
  this.timeout(60_000);
  let service: GoogleService;
  let server: FunctionServer;
  let player: Player;

  before(async () => {
    service = await GoogleService.start();
    server = await FunctionServer.start(service.environment);
    player = await world.player();
  });
  after(async () => {
    await server.stop();
    await service.stop();
  });

  const call = async (name: string, input: object, token: string) => {
    const idToken = service.idToken(player.uid);
    const options = { idToken, url: server.url, headers: { 'x-firebase-appcheck': token } };
    const { httpStatus, error } = await player.call(name, input, options);
    return error === undefined ? httpStatus : error.details.code;
  };
  const withdraw = (token: string, idempotencyKey = freshKey()) => {
    const paymentDetails = { email: 'player@example.org' };
    const input = { amount: 500, method: 'paypal', paymentDetails, deviceHash: player.deviceHash, idempotencyKey };
    return call('requestWithdrawal', input, token);
  };

  it('lets an attested app in, again and again with the same token where nothing sensitive is done', async () => {
    const token = service.appToken();
    assert.equal(await call('batchEvents', { events: [] }, token), 'platform/invalid-input');
    assert.equal(await call('batchEvents', { events: [] }, token), 'platform/invalid-input');
  });

  it('keeps out tokens that are forged, expired, for another project, or nonsense', async () => {
    const wrong = [
      service.appToken({ forged: true }),
      service.appToken({ expired: true }),
      service.appToken({ project: 'other' }),
    ];
    for (const token of [...wrong, 'nonsense', 'a.b.c']) {
      assert.equal(await call('batchEvents', { events: [] }, token), 'platform/app-check-required');
    }
  });

  it('takes a token for a withdrawal once, even with the same idempotency key', async () => {
    const [token, key] = [service.appToken(), freshKey()];
    assert.equal(await withdraw(token, key), 'withdrawals/insufficient-balance');
    assert.equal(await withdraw(token, key), 'platform/app-check-replayed');
    assert.equal(await withdraw(service.appToken(), key), 'withdrawals/insufficient-balance');
  });

  it('takes a token once among many at the same time', async () => {
    const token = service.appToken();
    const codes = await Promise.all([1, 2, 3].map(() => withdraw(token)));
    assert.deepEqual(codes.filter((code) => code === 'withdrawals/insufficient-balance').length, 1);
    assert.deepEqual(codes.filter((code) => code === 'platform/app-check-replayed').length, 2);
  });

  it('counts a token that was used for one sensitive call as used for every other', async () => {
    const token = service.appToken();
    assert.equal(await call('exportMyData', {}, token), 200);
    const { error } = await send(
      player,
      'cancelWithdrawal',
      { withdrawalId: 'f'.repeat(64) },
      {
        idToken: service.idToken(player.uid),
        url: server.url,
        headers: { 'x-firebase-appcheck': token },
      },
    );
    assert.equal(error?.details.code, 'platform/app-check-replayed');
  });
});
