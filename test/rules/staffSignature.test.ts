import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { bodySigner } from '../../client/src/staffSigning.ts';
import { readKeyRing, readSignature, writeSignature } from '../../functions/src/kernel/staffSignature.ts';
import { MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { checkSignature, type ReceivedRequest } from '../../functions/src/platform/transport/checkSignature.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const keyOf = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const RING = `k2:${keyOf('b')},k1:${keyOf('a')}`;
const KEYS = readKeyRing(RING);
const BODY = '{"data":{"uid":"somebody","role":"admin"}}';

async function signed(ring = RING, atMs = NOW, callable = 'setRole', body = BODY): Promise<ReceivedRequest> {
  const query = await bodySigner(ring, () => atMs)(callable, body);
  const signature = new URLSearchParams(query).get('signature') ?? '';
  return { method: 'POST', callable, rawBody: Buffer.from(body), signature };
}

function codeOf(request: ReceivedRequest, nowMs = NOW, keys = KEYS): string {
  const decision = checkSignature(request, keys, nowMs);
  return decision.ok ? 'ok' : decision.error.code;
}

describe('the signature of a staff request', () => {
  it('is HMAC-SHA256 of its seven lines, under the first key of the ring', async () => {
    const { signature = '' } = await signed();
    const [, keyId, instant, nonce, code] = signature.split('.');
    assert.deepEqual([keyId, instant], ['k2', String(NOW)]);
    const hash = createHash('sha256').update(BODY).digest('hex');
    const text = `earnplay-staff-v1\nk2\nPOST\nsetRole\n${NOW}\n${nonce}\n${hash}`;
    assert.equal(code, createHmac('sha256', 'b'.repeat(32)).update(text).digest('base64url'));
  });

  it('is the same everywhere for the same request', () => {
    const [keyId, instantMs, nonce] = ['k1', 1_764_158_400_000, '00000000-0000-4000-8000-000000000000'];
    const code = '3z33KBSIGYPiJOmmTD93sD8GxwCuOM_8tLEbG3Qv6jY';
    const signature = writeSignature({ keyId, instantMs, nonce, code });
    const request = { method: 'POST', callable: 'setRole', rawBody: Buffer.from('{"data":{}}'), signature };
    assert.equal(codeOf(request, instantMs), 'ok');
  });

  it('passes as it was made, with whatever key of the ring, and says whose it is', async () => {
    assert.equal(codeOf(await signed()), 'ok');
    const decision = checkSignature(await signed(`k1:${keyOf('a')}`), KEYS, NOW);
    assert.deepEqual(decision.ok && [decision.value.keyId, decision.value.instantMs], ['k1', NOW]);
  });

  it('has a nonce of its own each time', async () => {
    const sign = bodySigner(RING, () => NOW);
    const queries = await Promise.all(Array.from({ length: 50 }, () => sign('setRole', BODY)));
    assert.equal(new Set(queries).size, 50);
  });

  it('is refused where anything that it is over was changed', async () => {
    const request = await signed();
    const { keyId = '', instantMs = 0, nonce = '', code = '' } = readSignature(request.signature ?? '') ?? {};
    const withParts = (parts: object) => writeSignature({ keyId, instantMs, nonce, code, ...parts });
    const changes: readonly Partial<ReceivedRequest>[] = [
      { method: 'PUT' },
      { callable: 'adjustBalance' },
      { rawBody: Buffer.from(BODY.replace('admin', 'staff')) },
      // The same JSON in other bytes.
      { rawBody: Buffer.from(`${BODY} `) },
      { rawBody: new Uint8Array() },
      { signature: withParts({ instantMs: NOW + 1 }) },
      { signature: withParts({ nonce: '00000000-0000-4000-8000-000000000000' }) },
      { signature: withParts({ keyId: 'k1' }) },
      { signature: withParts({ keyId: 'k3' }) },
      { signature: withParts({ code: `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}` }) },
    ];
    for (const change of changes) {
      assert.equal(codeOf({ ...request, ...change }), 'platform/bad-signature', JSON.stringify(change));
    }
  });

  it('is refused in each place where one bit of the body is another', async () => {
    const request = await signed();
    fc.assert(
      fc.property(fc.nat(BODY.length - 1), fc.nat(7), (at, bit) => {
        const rawBody = Buffer.from(BODY);
        rawBody[at] = (rawBody[at] ?? 0) ^ (1 << bit);
        assert.equal(codeOf({ ...request, rawBody }), 'platform/bad-signature');
      }),
    );
  });

  it('is refused in any other form, and asked for where there is none', async () => {
    const { signature = '', ...request } = await signed();
    const code = signature.split('.').at(-1) ?? '';
    const forms = [
      ...['', 'v1', signature.slice(0, -1), `${signature}A`, `${signature}=`, ` ${signature}`, `${signature}\n`],
      ...[signature.replace('v1.', 'v2.'), signature.replace('k2', ''), signature.replace(code, '+'.repeat(43))],
      ...[signature.replace(String(NOW), `-${NOW}`), signature.replace(String(NOW), '1e3'), signature.toUpperCase()],
    ];
    for (const form of forms) assert.equal(codeOf({ ...request, signature: form }), 'platform/bad-signature', form);
    assert.equal(codeOf({ ...request, signature: undefined }), 'platform/signature-required');
  });

  it('is good for five minutes before and after its instant, by the server’s clock, which it then names', async () => {
    for (const [offsetMs, code] of [
      [5 * MINUTE_MS, 'ok'],
      [-5 * MINUTE_MS, 'ok'],
      [5 * MINUTE_MS + 1, 'platform/signature-expired'],
      [-5 * MINUTE_MS - 1, 'platform/signature-expired'],
    ] as const) {
      assert.equal(codeOf(await signed(RING, NOW - offsetMs)), code, String(offsetMs));
    }
    const decision = checkSignature(await signed(RING, 0), KEYS, NOW);
    assert.deepEqual(decision.ok ? undefined : decision.facts, { serverTime: NOW });
  });

  it('tells of no clock where it is not good', async () => {
    const request = { ...(await signed(RING, 0)), callable: 'adjustBalance' };
    const decision = checkSignature(request, KEYS, NOW);
    assert.deepEqual(decision.ok ? [] : [decision.error.code, decision.facts], ['platform/bad-signature', {}]);
  });
});

describe('a ring of keys', () => {
  it('has none where it is off or empty', () => {
    for (const text of ['', ' \n', 'off', ' off\n']) assert.deepEqual(readKeyRing(text), []);
  });

  it('is read with the blanks and line ends of whoever stored it, as base64 or base64url', () => {
    const odd = Buffer.alloc(33, 0xfb);
    const ring = `k1:${keyOf('a')} ,\n k-2_:${odd.toString('base64url')}\n`;
    assert.deepEqual(readKeyRing(ring), [
      { id: 'k1', base64: keyOf('a') },
      { id: 'k-2_', base64: odd.toString('base64url') },
    ]);
  });

  it('is signed with alike in either spelling of a key', async () => {
    const odd = Buffer.alloc(33, 0xfb);
    for (const encoding of ['base64', 'base64url'] as const) {
      const request = await signed(`k1:${odd.toString(encoding)}`);
      assert.equal(codeOf(request, NOW, readKeyRing(`k1:${odd.toString('base64')}`)), 'ok');
    }
  });

  it('is refused where an entry is wrong, by its place and never by its text', () => {
    const secret = 'c2VjcmV0';
    const wrong = [
      ...[secret, `k1:${secret}`, 'k1:', ':', `:${keyOf('a')}`, `k.1:${keyOf('a')}`, `k1:${keyOf('a')}:x`],
      ...[`k1:${'!'.repeat(44)}`, `${'k'.repeat(33)}:${keyOf('a')}`, '', 'none', 'OFF'],
    ];
    for (const entry of wrong) {
      const failing = () => readKeyRing(`good:${keyOf('z')},${entry}`);
      assert.throws(failing, (error) => {
        assert.ok(error instanceof Error && error.name === 'UnreadableKeyRing', entry);
        assert.match(error.message, /^entry 2 /);
        assert.ok(!error.message.includes(secret) && !error.message.includes(keyOf('z')), error.message);
        return true;
      });
    }
    assert.throws(() => readKeyRing(`k1:${keyOf('a')},k1:${keyOf('b')}`), /two keys have the same id/);
  });
});
