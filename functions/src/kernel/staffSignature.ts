/**
 * How a staff request is signed: what the client's signer writes and the staff door checks. The message authentication
 * code is HMAC-SHA256 of {@link signedText} under a key of the ring, and the request carries it in its URL, as
 * `?signature=v1.<key id>.<instant>.<nonce>.<code>`. It is over the bytes of the body as they are sent: what is checked is
 * then what is parsed, and nobody needs to agree on a second spelling of JSON.
 */
export interface SignedRequest {
  /** Which key of the ring signs. */
  readonly keyId: string;
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** The name of the callable, as in its contract. */
  readonly callable: string;
  /** When it was signed, epoch milliseconds. */
  readonly instantMs: number;
  /** A UUID that no other request has. */
  readonly nonce: string;
  /** SHA-256 of the raw body, 64 hex characters. */
  readonly bodySha256: string;
}

/** The text that the code is made of. A field in it can hold no line feed, so no two requests have the same text. */
export function signedText({ keyId, method, callable, instantMs, nonce, bodySha256 }: SignedRequest): string {
  return ['earnplay-staff-v1', keyId, method, callable, String(instantMs), nonce, bodySha256].join('\n');
}

/** The parameter of the URL that carries a signature. */
export const SIGNATURE_PARAMETER = 'signature';

export interface Signature extends Pick<SignedRequest, 'keyId' | 'instantMs' | 'nonce'> {
  /** 32 bytes as base64url. */
  readonly code: string;
}

const SIGNATURE =
  /^v1\.([A-Za-z0-9_-]{1,32})\.([0-9]{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** As it stands in the URL; nothing in it has to be escaped there. */
export function writeSignature({ keyId, instantMs, nonce, code }: Signature): string {
  return ['v1', keyId, instantMs, nonce, code].join('.');
}

/** Undefined where the text is not of the form that {@link writeSignature} gives. */
export function readSignature(text: string): Signature | undefined {
  const [, keyId, instant, nonce, code] = SIGNATURE.exec(text) ?? [];
  if (keyId === undefined || instant === undefined || nonce === undefined || code === undefined) return undefined;
  return { keyId, instantMs: Number(instant), nonce, code };
}

export interface SigningKey {
  readonly id: string;
  /** 32 bytes or more, as base64 or base64url. */
  readonly base64: string;
}

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const MIN_KEY_BYTES = 32;

/** A ring of keys that cannot be read; the message says which entry and why, and holds nothing of the text. */
export class UnreadableKeyRing extends Error {
  override readonly name = 'UnreadableKeyRing';
}

/**
 * Reads `id:base64key,id:base64key,…`: the first key signs, every key verifies. `off`, which is how the secret says that
 * requests need no signature, and an empty text are an empty ring. Throws {@link UnreadableKeyRing}.
 */
export function readKeyRing(text: string): readonly SigningKey[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'off') return [];
  const keys = trimmed.split(',').map((entry, at) => readKey(entry.trim(), at + 1));
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new UnreadableKeyRing('two keys have the same id');
  return keys;
}

function readKey(entry: string, place: number): SigningKey {
  const [id = '', base64 = '', ...more] = entry.split(':');
  if (!KEY_ID.test(id) || more.length > 0) {
    throw new UnreadableKeyRing(
      `entry ${place} does not begin with an id of 1 to 32 letters, digits, _ or -, and a colon`,
    );
  }
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (!BASE64.test(base64) || bytes < MIN_KEY_BYTES) {
    throw new UnreadableKeyRing(`entry ${place} has no key of at least ${MIN_KEY_BYTES} bytes as base64`);
  }
  return { id, base64 };
}
