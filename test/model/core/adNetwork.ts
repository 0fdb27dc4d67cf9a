import { createECDH, createHash, createHmac, createPublicKey } from 'node:crypto';

/**
 * The ad network: it signs its callbacks, and publishes the key that tells so. Keys and signatures are always the same
 * ones (ECDSA over P-256, its one-time number taken from key and text, as RFC 6979 has it in spirit), because a world
 * must not meet any chance but its own.
 */
const KEY_ID = 4_711;
const CURVE = 'prime256v1';
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const networkKey = digestOf('ad network');
const strangersKey = digestOf('somebody else');

export const publishedKeys = { keys: [{ keyId: KEY_ID, pem: pemOf(networkKey) }] };

export interface Callback {
  readonly transaction: string;
  readonly uid: string;
  readonly atMs: number;
}

/** The query of a callback; `forged` is signed by somebody else. */
export function signedQuery({ transaction, uid, atMs }: Callback, forged: boolean): string {
  const query = `ad_unit=banner&timestamp=${atMs}&transaction_id=${transaction}&user_id=${uid}`;
  const signature = sign(query, forged ? strangersKey : networkKey).toString('base64url');
  return `${query}&signature=${signature}&key_id=${KEY_ID}`;
}

function sign(text: string, key: Buffer): Buffer {
  const once = createHmac('sha256', key).update(text).digest();
  const r = numberOf(pointOf(once).subarray(1, 33)) % ORDER;
  const sealed: bigint = r * numberOf(key);
  const digest: bigint = numberOf(digestOf(text));
  const s = (inverseOf(numberOf(once)) * (digest + sealed)) % ORDER;
  const parts = Buffer.concat([r, s].map(derInteger));
  return Buffer.concat([Buffer.from([0x30, parts.length]), parts]);
}

/** The public point of a private number: 4, then both coordinates. */
function pointOf(key: Buffer): Buffer {
  const curve = createECDH(CURVE);
  curve.setPrivateKey(key);
  return curve.getPublicKey();
}

function pemOf(key: Buffer): string {
  const point = pointOf(key);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** By the extended algorithm of Euclid. */
function inverseOf(value: bigint): bigint {
  let [rest, next] = [ORDER, value % ORDER];
  let [before, factor] = [0n, 1n];
  while (next > 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [before, factor] = [factor, before - times * factor];
  }
  return before < 0n ? ORDER - (-before % ORDER) : before % ORDER;
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}
