import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { bodySigner } from '../../../client/src/staffSigning.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signWith } from '../../support/callable.ts';
import { DarkServer } from '../../support/darkServer.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { darkProject } from '../events/instances.ts';
import { type Knock, knock, onlyLine } from './knocks.ts';

const keyOf = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const [OLD, NEW, ALIEN] = [`old:${keyOf('o')}`, `new:${keyOf('n')}`, `alien:${keyOf('a')}`];
const RING = `${NEW},${OLD}`;
const OFFICE = '203.0.113.1';
const MINUTE = 60_000;

/** A request for `setRole` with a signature, ready to be sent as often as one likes. */
async function signedKnock(input: object, ring = RING, atMs = Date.now()): Promise<Knock & { readonly body: string }> {
  const body = JSON.stringify({ data: input });
  return { path: `/setRole?${await bodySigner(ring, () => atMs)('setRole', body)}`, body };
}

describe('the staff door with signed requests', function () {
  this.timeout(60_000);
  let server: FunctionServer;
  let admin: Player;
  let person: Player;

  before(async () => {
    server = await FunctionServer.start({ STAFF_SIGNING_KEYS: RING, STAFF_ALLOWED_ADDRESSES: OFFICE });
    [admin, person] = await Promise.all([world.staff('admin'), world.visitor()]);
  });
  after(() => server.stop());

  const headers = (more: object = {}) => ({
    authorization: `Bearer ${admin.idToken}`,
    'x-forwarded-for': OFFICE,
    ...more,
  });
  const knocked = (request: Knock, more: object = {}) => knock(server.url, { ...request, headers: headers(more) });
  const input = () => ({ uid: person.uid, role: null, idempotencyKey: freshKey() });
  const audited = async () => {
    const log = (await adminFirestore()).collection('auditLog');
    return (await log.where('actor', '==', admin.uid).count().get()).data().count;
  };

  it('does what the holder of a key asks, once, with one entry in the audit log', async () => {
    const before = await audited();
    const { code, result } = await knocked(await signedKnock(input()));
    assert.deepEqual([code, result.uid, result.replayed], ['ok', person.uid, false]);
    assert.equal(await audited(), before + 1);
  });

  it('takes an old key of the ring, and none that is not in it', async () => {
    assert.equal((await knocked(await signedKnock(input(), OLD))).code, 'ok');
    assert.equal((await knocked(await signedKnock(input(), ALIEN))).code, 'platform/bad-signature');
    const impostor = `old:${keyOf('x')}`;
    assert.equal((await knocked(await signedKnock(input(), impostor))).code, 'platform/bad-signature');
  });

  it('refuses what was changed on its way, and does nothing of it', async () => {
    const [before, request] = [await audited(), await signedKnock({ ...input(), role: 'support' })];
    const [, query = ''] = request.path.split('?');
    const [version, keyId, instant, nonce, code] = query.replace('signature=', '').split('.');
    const changed: readonly Knock[] = [
      { ...request, body: request.body.replace('support', 'admin') },
      { ...request, body: `${request.body} ` },
      { ...request, path: `/adjustBalance?${query}` },
      { ...request, path: `/nothing?${query}` },
      { ...request, method: 'PUT' },
      { ...request, path: request.path.replace(`.${instant}.`, `.${Number(instant) + 1}.`) },
      { ...request, path: request.path.replace(`.${nonce}.`, `.${randomUUID()}.`) },
      { ...request, path: `${request.path}&${query}` },
      { ...request, path: `/setRole?signature[]=${[version, keyId, instant, nonce, code].join('.')}` },
    ];
    const codes = await Promise.all(changed.map(async (one) => (await knocked(one)).code));
    const [required, bad] = ['platform/signature-required', 'platform/bad-signature'];
    assert.deepEqual(codes, [bad, bad, bad, bad, bad, bad, bad, required, required]);
    assert.equal(await audited(), before);
    // None of that has used the signature up.
    assert.equal((await knocked(request)).code, 'ok');
  });

  it('asks for a signature where there is none, whoever knocks and for whatever', async () => {
    for (const [path, method] of [
      ['/setRole', 'POST'],
      ['/nothing', 'POST'],
      ['/setRole', 'GET'],
      ['/setRole?signature', 'GET'],
    ] as const) {
      const { code, httpStatus } = await knocked({ path, method });
      const expected = path.includes('?') ? 'platform/bad-signature' : 'platform/signature-required';
      assert.deepEqual([code, httpStatus], [expected, 401], `${method} ${path}`);
    }
  });

  it('refuses what was signed too early or too late, and names its own clock', async () => {
    for (const offsetMs of [-6 * MINUTE, 6 * MINUTE]) {
      const { code, httpStatus, details } = await knocked(await signedKnock(input(), RING, Date.now() + offsetMs));
      assert.deepEqual([code, httpStatus], ['platform/signature-expired', 401]);
      assert.equal(typeof details.serverTime, 'number');
    }
    for (const offsetMs of [-4 * MINUTE, 4 * MINUTE]) {
      assert.equal((await knocked(await signedKnock(input(), RING, Date.now() + offsetMs))).code, 'ok');
    }
  });

  it('takes a signature once, in another instance as well', async () => {
    const request = await signedKnock(input());
    assert.equal((await knocked(request)).code, 'ok');
    const another = await FunctionServer.start({ STAFF_SIGNING_KEYS: RING });
    try {
      for (const url of [server.url, another.url]) {
        const { code, httpStatus } = await knock(url, { ...request, headers: headers() });
        assert.deepEqual([code, httpStatus], ['platform/signature-replayed', 409]);
      }
    } finally {
      await another.stop();
    }
  });

  it('takes a signature once of many at the same time', async () => {
    const [before, request] = [await audited(), await signedKnock(input())];
    const codes = await Promise.all(Array.from({ length: 6 }, async () => (await knocked(request)).code));
    assert.deepEqual(codes.sort(), ['ok', ...Array(5).fill('platform/signature-replayed')]);
    assert.equal(await audited(), before + 1);
  });

  it('answers the same request, signed anew, as it did the first time', async () => {
    const same = input();
    const answers = [await knocked(await signedKnock(same)), await knocked(await signedKnock(same))];
    assert.deepEqual(
      answers.map(({ code, result }) => [code, result.replayed]),
      [
        ['ok', false],
        ['ok', true],
      ],
    );
  });

  it('asks who calls, and with which role, as ever', async () => {
    const stranger = await knock(server.url, {
      ...(await signedKnock(input())),
      headers: { 'x-forwarded-for': OFFICE },
    });
    assert.equal(stranger.code, 'platform/unauthenticated');
    const authorization = `Bearer ${(await world.staff('support')).idToken}`;
    assert.equal((await knocked(await signedKnock(input()), { authorization })).code, 'platform/role-required');
  });

  it('looks at the address first: a good signature from elsewhere is not used up', async () => {
    const request = await signedKnock(input());
    const elsewhere = { 'x-forwarded-for': `${OFFICE}, 198.51.100.1` };
    assert.equal((await knocked(request, elsewhere)).code, 'platform/address-refused');
    assert.equal((await knocked({ path: '/setRole' }, elsewhere)).code, 'platform/address-refused');
    assert.equal((await knocked(request)).code, 'ok');
  });

  it('tells of each refusal in one line, without a key or a signature', async () => {
    const replayed = await signedKnock(input());
    await knocked(replayed);
    const refused: readonly (readonly [string, Knock])[] = [
      ['platform/signature-required', { path: '/setRole' }],
      ['platform/bad-signature', await signedKnock(input(), ALIEN)],
      ['platform/signature-expired', await signedKnock(input(), RING, 0)],
      ['platform/signature-replayed', replayed],
    ];
    for (const [outcome, request] of refused) {
      const id = randomUUID();
      await knocked(request, { 'x-correlation-id': id });
      const { severity, message, function: name, outcome: told } = await onlyLine(server, id);
      assert.deepEqual([severity, message, name, told], ['INFO', 'call', 'staff', outcome]);
    }
    const all = JSON.stringify(server.logs);
    const secrets = refused.flatMap(([, { path }]) => path.split('.').slice(3));
    for (const secret of [...secrets, keyOf('n'), keyOf('o')]) assert.ok(!all.includes(secret), secret);
  });

  it('answers a preflight without a signature', async () => {
    const asking = { origin: 'https://desk.example', 'access-control-request-method': 'POST' };
    const { httpStatus } = await knock(server.url, { path: '/setRole', method: 'OPTIONS', headers: asking });
    assert.equal(httpStatus, 204);
  });

  it('asks no player for one', async () => {
    const visitor = await world.visitor();
    await insist(visitor, 'createUser', { deviceHash: visitor.deviceHash }, { url: server.url });
  });

  it('is nothing that who sends requests through a signing client has to know', async () => {
    const sign = signWith(RING);
    assert.ok(sign);
    const options = { url: server.url, sign, headers: { 'x-forwarded-for': OFFICE } };
    const { error } = await send(admin, 'setRole', { uid: person.uid, role: null }, options);
    assert.equal(error, undefined);
  });
});

describe('what a signature costs', function () {
  this.timeout(60_000);

  it('is no document where it is refused, and one write where it is good', async () => {
    const server = await DarkServer.start(darkProject(), { STAFF_SIGNING_KEYS: RING });
    try {
      await server.ask('count');
      const refused = [{ path: '/setRole' }, await signedKnock({}, ALIEN), await signedKnock({}, RING, 0)];
      for (const request of refused) assert.notEqual((await knock(server.url, request)).code, 'ok');
      const none = await server.ask('counted');
      assert.deepEqual([none?.read, none?.queried, none?.written], [[], [], []]);
      await server.ask('count');
      const good = await signedKnock({});
      assert.equal((await knock(server.url, good)).code, 'platform/unauthenticated');
      const one = await server.ask('counted');
      assert.deepEqual([one?.read, one?.queried, one?.written.length], [[], [], 1]);
      const [stored, ...more] = await server.ask('list', 'staffNonces');
      assert.deepEqual(more, []);
      const [, , instant, nonce] = good.path.split('?signature=').at(-1)?.split('.') ?? [];
      assert.deepEqual(
        [stored?.path, stored?.data],
        [`staffNonces/${nonce}`, { expireAt: Number(instant) + 10 * MINUTE }],
      );
    } finally {
      await server.stop();
    }
  });
});

describe('the staff door with keys that cannot be read', function () {
  this.timeout(60_000);

  /** As an instance of a deployment, where the secret is bound to the door. */
  const DEPLOYED = { K_SERVICE: 'staff', FUNCTIONS_EMULATOR: '' };

  async function codeAndLine(environment: Readonly<Record<string, string>>) {
    const server = await FunctionServer.start(environment);
    try {
      const correlationId = randomUUID();
      const { code } = await knock(server.url, { path: '/setRole', headers: { 'x-correlation-id': correlationId } });
      return { code, line: await onlyLine(server, correlationId) };
    } finally {
      await server.stop();
    }
  }

  it('is shut, and says which entry is wrong, but not what it holds', async () => {
    const { code, line } = await codeAndLine({ STAFF_SIGNING_KEYS: `${NEW},old:c2VjcmV0` });
    assert.equal(code, 'platform/door-misconfigured');
    assert.deepEqual(
      [line.severity, line.setting, line.problem],
      ['ERROR', 'STAFF_SIGNING_KEYS', 'entry 2 has no key of at least 32 bytes as base64'],
    );
    assert.doesNotMatch(JSON.stringify(line), /c2VjcmV0|new:/);
  });

  it('is shut in a deployment that has lost them, and open where they are said to be off', async () => {
    const { code, line } = await codeAndLine({ ...DEPLOYED, STAFF_SIGNING_KEYS: '' });
    assert.deepEqual(
      [code, line.setting, line.problem],
      ['platform/door-misconfigured', 'STAFF_SIGNING_KEYS', 'it is not set'],
    );
    assert.equal((await codeAndLine({ ...DEPLOYED, STAFF_SIGNING_KEYS: 'off' })).code, 'platform/unauthenticated');
  });
});
