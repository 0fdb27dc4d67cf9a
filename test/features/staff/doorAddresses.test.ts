import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { knock, onlyLine } from './knocks.ts';

const OFFICE = '203.0.113.0/24, 2001:db8:1::/48';

describe('the staff door with a list of addresses', function () {
  this.timeout(60_000);
  let server: FunctionServer;
  let admin: Player;

  before(async () => {
    server = await FunctionServer.start({ STAFF_ALLOWED_ADDRESSES: OFFICE });
    admin = await world.staff('admin');
  });
  after(() => server.stop());

  async function codeFrom(forwarded: string | undefined, url = server.url): Promise<string> {
    const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const { code } = await knock(url, { path: '/setRole', headers });
    return code;
  }

  it('lets requests from there through, by IPv4, IPv6 and IPv4 within IPv6', async () => {
    for (const address of [
      '203.0.113.1',
      '203.0.113.255',
      '2001:db8:1:ffff::1',
      '::ffff:203.0.113.9',
      '::ffff:cb00:7109',
    ]) {
      assert.equal(await codeFrom(address), 'platform/unauthenticated', address);
    }
  });

  it('refuses requests from anywhere else, a hidden or illegible address included', async () => {
    const elsewhere = [
      '203.0.114.1',
      '2001:db8:2::1',
      '::ffff:203.0.114.1',
      '127.0.0.1',
      'unknown',
      '203.0.113.1:443',
      '',
    ];
    for (const address of [...elsewhere, undefined]) {
      assert.equal(await codeFrom(address), 'platform/address-refused', address);
    }
  });

  it('believes the front end’s own entry, which is the last, and nothing that the caller wrote before it', async () => {
    for (const forged of ['203.0.113.1', '203.0.113.1, 203.0.113.1', '203.0.113.1,', ', , 203.0.113.1']) {
      assert.equal(await codeFrom(`${forged}, 198.51.100.1`), 'platform/address-refused', forged);
      assert.equal(await codeFrom(`${forged}, 203.0.113.1`), 'platform/unauthenticated', forged);
    }
    for (const name of ['x-real-ip', 'forwarded', 'x-client-ip', 'true-client-ip', 'x-appengine-user-ip']) {
      const headers = { 'x-forwarded-for': '198.51.100.1', [name]: '203.0.113.1' };
      assert.equal((await knock(server.url, { path: '/setRole', headers })).code, 'platform/address-refused', name);
    }
  });

  it('looks behind proxies of our own, as many as there are', async () => {
    const proxy = { TRUSTED_PROXY_HOPS: '1', INGRESS: 'ALLOW_INTERNAL_AND_GCLB' };
    const behind = await FunctionServer.start({ STAFF_ALLOWED_ADDRESSES: OFFICE, ...proxy });
    try {
      assert.equal(await codeFrom('203.0.113.1, 192.0.2.80', behind.url), 'platform/unauthenticated');
      assert.equal(await codeFrom('203.0.113.1, 198.51.100.1, 192.0.2.80', behind.url), 'platform/address-refused');
      assert.equal(await codeFrom('203.0.113.1', behind.url), 'platform/address-refused');
    } finally {
      await behind.stop();
    }
  });

  it('asks for the address before anything else, and says so to no admin less than to anybody', async () => {
    const headers = { authorization: `Bearer ${admin.idToken}`, 'x-forwarded-for': '198.51.100.1' };
    for (const [path, method] of [
      ['/setRole', 'POST'],
      ['/nothing', 'POST'],
      ['/setRole', 'GET'],
    ] as const) {
      const { code, httpStatus, details } = await knock(server.url, { path, method, headers });
      assert.deepEqual([code, httpStatus], ['platform/address-refused', 403]);
      assert.deepEqual(Object.keys(details).sort(), ['code', 'requestId']);
    }
  });

  it('tells in one line which address it refused', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.1, 198.51.100.77', 'x-correlation-id': randomUUID() };
    await knock(server.url, { path: '/setRole', headers });
    const { severity, message, function: name, outcome, address } = await onlyLine(server, headers['x-correlation-id']);
    assert.deepEqual(
      [severity, message, name, outcome, address],
      ['INFO', 'call', 'staff', 'platform/address-refused', '198.51.100.77'],
    );
  });

  it('answers a preflight from everywhere, and its refusals can be read by pages', async () => {
    const headers = { origin: 'https://desk.example', 'x-forwarded-for': '198.51.100.1' };
    const asking = { 'access-control-request-method': 'POST' };
    const preflight = await knock(server.url, {
      path: '/setRole',
      method: 'OPTIONS',
      headers: { ...headers, ...asking },
    });
    assert.equal(preflight.httpStatus, 204);
    const refused = await knock(server.url, { path: '/setRole', headers });
    assert.equal(refused.code, 'platform/address-refused');
    for (const { headers: answered } of [preflight, refused]) {
      assert.equal(answered.get('access-control-allow-origin'), 'https://desk.example');
    }
  });

  it('asks no player where they are', async () => {
    const visitor = await world.visitor();
    await insist(visitor, 'createUser', { deviceHash: visitor.deviceHash }, { url: server.url });
  });
});

describe('the staff door with a list of addresses that cannot be read', function () {
  this.timeout(60_000);

  it('is shut for everybody and says why, while players are served', async () => {
    const server = await FunctionServer.start({ STAFF_ALLOWED_ADDRESSES: '203.0.113.0/24, office' });
    try {
      for (const forwarded of ['203.0.113.1', '198.51.100.1']) {
        const headers = { 'x-forwarded-for': forwarded, 'x-correlation-id': randomUUID() };
        const { code, httpStatus, details } = await knock(server.url, { path: '/setRole', headers });
        assert.deepEqual([code, httpStatus], ['platform/door-misconfigured', 403]);
        assert.deepEqual(Object.keys(details).sort(), ['code', 'requestId']);
        const { severity, outcome, setting, problem } = await onlyLine(server, headers['x-correlation-id']);
        assert.deepEqual(
          [severity, outcome, setting, problem],
          [
            'ERROR',
            'platform/door-misconfigured',
            'STAFF_ALLOWED_ADDRESSES',
            '"office" is neither an address nor a network such as 192.0.2.0/24',
          ],
        );
      }
      const visitor = await world.visitor();
      await insist(visitor, 'createUser', { deviceHash: visitor.deviceHash }, { url: server.url });
    } finally {
      await server.stop();
    }
  });
});
