import {
  readKeyRing,
  SIGNATURE_PARAMETER,
  signedText,
  writeSignature,
} from '../../functions/src/kernel/staffSignature.ts';
import { hex } from './hex.ts';
import type { StaffSigner } from './options.ts';

/**
 * Signs staff requests, for deployments that demand it (`STAFF_SIGNING_KEYS`): `createEarnPlay(app, { staffSigner:
 * staffSigner(ring) })`. An entry of its own, because no player needs it.
 */

/**
 * A signer with the first key of `id:base64key,…`. Each attempt gets a nonce and an instant of its own. Throws
 * `UnreadableKeyRing` where the ring cannot be read, and a `RangeError` where it is empty.
 */
export function staffSigner(ring: string, now: () => number = Date.now): StaffSigner {
  const sign = bodySigner(ring, now);
  return (callable, input) => sign(callable, bodyOf(input));
}

/** As {@link staffSigner}, for who sends requests by other means than the Firebase SDK: `body` is sent as it is, by POST. */
export function bodySigner(
  ring: string,
  now: () => number = Date.now,
): (name: string, body: string) => Promise<string> {
  const [key] = readKeyRing(ring);
  if (key === undefined) throw new RangeError('the ring has no key to sign with');
  const bytes = fromBase64(key.base64);
  // It cannot be read out again by what else runs in the page.
  const importing = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (callable, body) => {
    const signed = { keyId: key.id, instantMs: now(), nonce: crypto.randomUUID() };
    const bodySha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(body))));
    const text = signedText({ ...signed, method: 'POST', callable, bodySha256 });
    const code = base64Url(await crypto.subtle.sign('HMAC', await importing, utf8(text)));
    return `${SIGNATURE_PARAMETER}=${writeSignature({ ...signed, code })}`;
  };
}

/**
 * The signer that an environment asks for by `STAFF_SIGNING_KEYS`; undefined where it names no key. For scripts, which so
 * work with every deployment.
 */
export function staffSignerOf(environment: Readonly<Record<string, string | undefined>>): StaffSigner | undefined {
  const ring = environment.STAFF_SIGNING_KEYS ?? '';
  return readKeyRing(ring).length === 0 ? undefined : staffSigner(ring);
}

/** Byte for byte what the Firebase SDK sends for an input: it encodes what is not there as null, also within objects. */
function bodyOf(input: object): string {
  return JSON.stringify({ data: input }, (_key, value: unknown) => value ?? null);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function base64Url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
