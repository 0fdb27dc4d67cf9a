import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callables } from '../../../functions/src/contract.ts';
import { functionsUrl } from '../../support/environment.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { knock, onlyLine } from './knocks.ts';

describe('the staff door', function () {
  this.timeout(60_000);
  let server: FunctionServer;
  let admin: Player;

  before(async () => {
    server = await FunctionServer.start({ ALLOWED_ORIGINS: 'https://desk.example,https://game.example' });
    admin = await world.staff('admin');
  });
  after(() => server.stop());

  const places = (): readonly string[] => [server.url, functionsUrl];
  const signedIn = () => ({ authorization: `Bearer ${admin.idToken}` });
  const body = () => JSON.stringify({ data: { currency: 'coins', idempotencyKey: freshKey() } });

  it('finds each staff callable by its name, whatever stands behind it', async () => {
    const names = Object.values(callables).filter(({ access }) => access.kind !== 'player');
    for (const { name } of names) {
      for (const url of places()) {
        const { code, httpStatus } = await knock(url, { path: `/${name}/?signature=nobody-asked-for` });
        assert.deepEqual([code, httpStatus], ['platform/unauthenticated', 401], name);
      }
      const { code } = await knock(server.url, { path: `/${name}`, body: body(), headers: signedIn() });
      assert.match(code, /^(?:ok|platform\/invalid-input)$/, name);
    }
  });

  it('has nothing under any other name, a player’s own included', async () => {
    const paths = ['', '/', '/nothing', '/createUser', '/SETROLE', '/setRole2', '/__proto__', '/constructor', '/staff'];
    for (const path of paths) {
      for (const url of places()) {
        const { code, httpStatus, details } = await knock(url, { path, headers: signedIn() });
        assert.deepEqual([code, httpStatus], ['platform/unknown-callable', 404], path);
        assert.match(details.requestId, /^[0-9a-f-]{36}$/);
      }
    }
  });

  it('is opened by POST alone', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const { code, httpStatus } = await knock(server.url, { path: '/setRole', method, headers: signedIn() });
      assert.deepEqual([code, httpStatus], ['platform/invalid-input', 400], method);
    }
    const { httpStatus } = await knock(functionsUrl, { path: '/setRole', method: 'GET', headers: signedIn() });
    assert.equal(httpStatus, 400);
  });

  it('tells of each refused request in one line, under a name of its own and nothing that was sent', async () => {
    for (const [path, method, outcome] of [
      ['/made-up-name', 'POST', 'platform/unknown-callable'],
      ['/setRole', 'GET', 'platform/invalid-input'],
    ] as const) {
      const headers = { ...signedIn(), 'x-correlation-id': randomUUID() };
      const answer = await knock(server.url, { path, method, headers });
      assert.equal(answer.headers.get('x-correlation-id'), headers['x-correlation-id']);
      const line = await onlyLine(server, headers['x-correlation-id']);
      const { severity, message, function: name, outcome: told, requestId, durationMs } = line;
      assert.deepEqual(
        [severity, message, name, told, requestId, typeof durationMs],
        ['INFO', 'call', 'staff', outcome, answer.details.requestId, 'number'],
      );
      assert.doesNotMatch(JSON.stringify(line), /made-up-name|eyJ/);
    }
  });

  it('leaves the line of a request that it lets through to the callable', async () => {
    const headers = { ...signedIn(), 'x-correlation-id': randomUUID() };
    await knock(server.url, { path: '/setRole', headers });
    const { function: name, outcome, uid } = await onlyLine(server, headers['x-correlation-id']);
    assert.deepEqual([name, outcome, uid], ['setRole', 'platform/invalid-input', admin.uid]);
  });

  it('answers a preflight from allowed origins, and lets their pages read its refusals', async () => {
    for (const [origin, allowed] of [
      ['https://desk.example', 'https://desk.example'],
      ['https://elsewhere.example', null],
    ] as const) {
      const asking = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
      const preflight = await knock(server.url, {
        path: '/setRole',
        method: 'OPTIONS',
        headers: { origin, ...asking },
      });
      assert.equal(preflight.httpStatus, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), allowed);
      if (allowed !== null) assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization');
      const refused = await knock(server.url, { path: '/nothing', headers: { origin } });
      assert.deepEqual(
        [refused.code, refused.headers.get('access-control-allow-origin')],
        ['platform/unknown-callable', allowed],
      );
    }
  });
});
