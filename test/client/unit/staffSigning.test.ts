import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';
import { bundleClient } from '../../../client/bundle.ts';
import { Caller } from '../../../client/src/calls.ts';
import { staffSigner, staffSignerOf } from '../../../client/src/staffSigning.ts';
import { readKeyRing } from '../../../functions/src/kernel/staffSignature.ts';
import { checkSignature } from '../../../functions/src/platform/transport/checkSignature.ts';

const RING = `k1:${Buffer.alloc(32, 'a').toString('base64')}`;
const REGION = 'us-central1';

interface Sent {
  readonly path: string;
  readonly signature: string | undefined;
  readonly rawBody: Buffer;
}

describe('a signing client', () => {
  let server: Server;
  let app: FirebaseApp;
  let sent: Sent[];
  let answers: object[];

  beforeEach(async () => {
    [sent, answers] = [[], []];
    server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '', 'http://here');
      const rawBody = Buffer.concat(await request.toArray());
      sent.push({ path: url.pathname, signature: url.searchParams.get('signature') ?? undefined, rawBody });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answers.shift() ?? { result: {} }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    app = initializeApp({ projectId: 'demo-signing', apiKey: 'none' }, `signing-${Math.random()}`);
    connectFunctionsEmulator(getFunctions(app, REGION), '127.0.0.1', (server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await deleteApp(app);
    server.closeAllConnections();
    server.close();
  });

  const caller = (ring = RING) => {
    const sign = staffSignerOf({ STAFF_SIGNING_KEYS: ring });
    return new Caller(app, REGION, () => 0, { hash: async () => 'f'.repeat(64), keep: async () => {} }, sign);
  };
  const checked = ({ signature, rawBody }: Sent, callable: string) =>
    checkSignature({ method: 'POST', callable, rawBody, signature }, readKeyRing(RING), Date.now());

  it('signs exactly what the Firebase SDK then sends, whatever is in it', async () => {
    const inputs: readonly object[] = [
      {},
      { uid: 'ü “ἄ” 💰 \u2028 \\ "', role: null, permissions: [] },
      { missing: undefined, list: [undefined, null, 1], nested: { at: new Date(0), deeper: { none: undefined } } },
      { numbers: [0, -0, 1e21, 0.1, Number.MAX_SAFE_INTEGER], yes: true, toString: 'own', 1: 'first' },
    ];
    for (const input of inputs) await caller().once('setRole', input);
    assert.equal(sent.length, inputs.length);
    for (const one of sent) {
      assert.ok(one.path.endsWith('/staff/setRole'), one.path);
      assert.equal(checked(one, 'setRole').ok, true, one.rawBody.toString());
    }
  });

  it('signs every attempt anew, over the same request', async () => {
    answers = ['platform/signature-replayed', 'platform/contention'].map((code) => ({
      error: { status: 'ABORTED', message: 'again', details: { code } },
    }));
    await caller().calls.setRole({ uid: 'somebody', role: 'support' });
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent.map(({ rawBody }) => rawBody.toString())).size, 1);
    assert.equal(new Set(sent.map((one) => checked(one, 'setRole')).map((one) => one.ok && one.value.nonce)).size, 3);
  });

  it('signs nothing of a player’s, and nothing at all without a key', async () => {
    await caller().once('exportMyData', {});
    await caller('off').once('setRole', {});
    assert.deepEqual(
      sent.map(({ path, signature }) => [path.split('/').slice(3).join('/'), signature]),
      [
        ['exportMyData', undefined],
        ['staff/setRole', undefined],
      ],
    );
  });

  it('takes its key from an environment that has one, and says so where it cannot be read', () => {
    for (const ring of [undefined, '', 'off']) assert.equal(staffSignerOf({ STAFF_SIGNING_KEYS: ring }), undefined);
    assert.throws(() => staffSignerOf({ STAFF_SIGNING_KEYS: 'k1:short' }), { name: 'UnreadableKeyRing' });
    assert.throws(() => staffSigner('off'), RangeError);
  });

  it('is made by an entry of its own: the bundle of players has none of it', async () => {
    const text = new TextDecoder().decode(await bundleClient());
    for (const part of ['earnplay-staff', 'UnreadableKeyRing']) assert.ok(!text.includes(part), part);
  });
});
