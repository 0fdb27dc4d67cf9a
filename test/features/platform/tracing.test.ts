import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist, send } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';

describe('a call', function () {
  this.timeout(60_000);
  let admin: Player;

  before(async () => {
    admin = await world.staff('admin');
  });

  const adjust = ({ uid }: Player) => ({ uid, currency: 'coins', amount: 1, reason: 'to leave a trace' });

  it('carries the client’s correlation id back, into the ledger and, refused, to nowhere else', async () => {
    const player = await world.player();
    const headers = { 'x-correlation-id': `client:${randomUUID()}` };
    const answer = await send(admin, 'adjustBalance', adjust(player), { headers });
    assert.equal(answer.headers.get('x-correlation-id'), headers['x-correlation-id']);
    const { pages }: any = await player.ledger();
    assert.equal(pages[0][1][0].correlationId, headers['x-correlation-id']);
    const refused = await player.call('setRole', {}, { headers });
    assert.equal(refused.headers.get('x-correlation-id'), headers['x-correlation-id']);
  });

  it('gets a correlation id of its own where the client sent none that can be logged', async () => {
    const player = await world.player();
    const seen = new Set<string | null>();
    const offered: Record<string, string>[] = [
      {},
      ...['two words', 'x'.repeat(129)].map((id) => ({ 'x-correlation-id': id })),
    ];
    for (const headers of offered) {
      const { headers: answered } = await send(admin, 'adjustBalance', adjust(player), { headers });
      assert.match(answered.get('x-correlation-id') ?? '', /^[0-9a-f-]{36}$/);
      seen.add(answered.get('x-correlation-id'));
    }
    assert.equal(seen.size, 3);
  });

  it('is told in one structured line, with ids, duration and outcome, and nothing of the payload', async () => {
    const server = await FunctionServer.start();
    try {
      const [player, headers] = [await world.player(), { 'x-correlation-id': randomUUID() }];
      await insist(admin, 'adjustBalance', adjust(player), { url: server.url, headers });
      const refused = await player.call('adjustBalance', {}, { url: server.url, headers });
      const told = server.logs.filter(({ correlationId }) => correlationId === headers['x-correlation-id']);
      // Redis that answers too late, as it may on a busy machine, is told of in a line of its own.
      const lines = told.filter(({ message }) => message !== 'redis unavailable, falling back');
      assert.deepEqual(
        lines.map(({ severity, message, uid, function: name, outcome }) => [severity, message, uid, name, outcome]),
        [
          ['INFO', 'call', admin.uid, 'adjustBalance', 'ok'],
          ['INFO', 'call', player.uid, 'adjustBalance', 'platform/role-required'],
        ],
      );
      assert.equal(lines[1]?.requestId, refused.error?.details.requestId);
      for (const line of lines) {
        assert.ok(Number.isInteger(line.durationMs) && Date.parse(String(line.time)) > 0);
        assert.doesNotMatch(JSON.stringify(line), /to leave a trace|coins|eyJ/);
      }
    } finally {
      await server.stop();
    }
  });

  it('above 1 MB is refused with a catalogued code, whatever it holds', async () => {
    const player = await world.player();
    const before = JSON.stringify(await player.stored());
    for (const filling of ['x'.repeat(1_000_000), Array.from({ length: 600_000 }, () => 1)]) {
      const { httpStatus, error } = await player.call('bindDevice', { deviceHash: player.deviceHash, filling });
      assert.deepEqual(
        [httpStatus, error?.details.code, error?.details.maxBytes],
        [400, 'platform/too-large', 1_000_000],
      );
    }
    const { error } = await player.call('bindDevice', { filling: 'x'.repeat(990_000) });
    assert.equal(error?.details.code, 'platform/invalid-input');
    assert.equal(JSON.stringify(await player.stored()), before);
  });

  it('that fails unexpectedly says nothing but a request id, and the log holds the rest', async () => {
    // A configuration that does not fit its schema is such a failure; no other one can be caused from outside.
    const server = await FunctionServer.start({ FIRESTORE_EMULATOR_HOST: 'not a host' });
    try {
      const player = await world.visitor();
      const { httpStatus, error } = await send(
        player,
        'createUser',
        { deviceHash: player.deviceHash },
        { url: server.url },
      );
      const { requestId } = error?.details ?? {};
      assert.deepEqual(
        [httpStatus, error],
        [
          500,
          {
            status: 'INTERNAL',
            message: 'Something went wrong. Please try again later.',
            details: { code: 'platform/internal', requestId },
          },
        ],
      );
      const [failure] = server.logged('unexpected failure');
      assert.deepEqual([failure?.severity, failure?.requestId], ['ERROR', requestId]);
    } finally {
      await server.stop();
    }
  });
});
