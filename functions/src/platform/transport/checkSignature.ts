import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Decision, decided, refuse } from '../../kernel/decision.ts';
import { readSignature, type SigningKey, signedText } from '../../kernel/staffSignature.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import { platformErrors } from './catalogue.ts';

/** How far a signature's instant may be from the server's clock, before or after it. */
export const SIGNATURE_WINDOW_MS = 5 * MINUTE_MS;

/** What of a request is signed, as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly callable: string;
  /** The body before anybody parsed it. */
  readonly rawBody: Uint8Array;
  /** The signature that came along, if one did. */
  readonly signature: string | undefined;
}

/** A request that the holder of a key made, and when; whether it comes for the first time is not known yet. */
export interface Signed {
  readonly keyId: string;
  readonly nonce: string;
  readonly instantMs: number;
}

/**
 * Whether one of the keys signed the request as it is, and lately. An instant counts only once the signature over it was
 * found good, so that nobody else learns of the server's clock; which part of a signature is wrong, nobody learns.
 * Refuses with `platform/signature-required`, `platform/bad-signature` or `platform/signature-expired`.
 */
export function checkSignature(
  received: ReceivedRequest,
  keys: readonly SigningKey[],
  nowMs: number,
): Decision<Signed> {
  if (received.signature === undefined) return refuse(platformErrors['signature-required']);
  const signature = readSignature(received.signature);
  const key = keys.find(({ id }) => id === signature?.keyId);
  if (signature === undefined || key === undefined) return refuse(platformErrors['bad-signature']);
  const { keyId, instantMs, nonce } = signature;
  const { method, callable, rawBody } = received;
  const bodySha256 = createHash('sha256').update(rawBody).digest('hex');
  const text = signedText({ keyId, method, callable, instantMs, nonce, bodySha256 });
  const expected = createHmac('sha256', Buffer.from(key.base64, 'base64')).update(text, 'utf8').digest();
  const offered = Buffer.from(signature.code, 'base64url');
  if (offered.length !== expected.length || !timingSafeEqual(offered, expected)) {
    return refuse(platformErrors['bad-signature']);
  }
  const isLate = Math.abs(nowMs - instantMs) > SIGNATURE_WINDOW_MS;
  return isLate
    ? refuse(platformErrors['signature-expired'], { serverTime: nowMs })
    : decided({ keyId, nonce, instantMs });
}
