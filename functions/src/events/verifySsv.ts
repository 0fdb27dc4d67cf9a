import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { HOUR_MS, MINUTE_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { settings } from '../platform/runtime/settings.ts';
import { adErrors } from './contract.ts';

/**
 * Signatures of AdMob's server-side verification: ECDSA P-256 with SHA-256, DER in base64url, over the query up to
 * `&signature=`, which with `key_id` always ends it (developers.google.com/admob/android/ssv). Parameters are taken from
 * the very text that was signed, and from nothing that names one twice: a client chooses `custom_data`, and must not be
 * able to write a second transaction into it.
 */
const KEYS_KEPT_MS = 24 * HOUR_MS;
/** An unknown key id asks for fresh keys, but not more often than this: anybody can send an unknown id. */
const REFETCH_EVERY_MS = MINUTE_MS;
const FETCH_TIMEOUT_MS = 3_000;

const keySetSchema = z.object({ keys: z.array(z.object({ keyId: z.number(), pem: z.string() })).max(100) });

let cached: { readonly keys: ReadonlyMap<string, KeyObject>; readonly fetchedMs: number } | undefined;
let triedMs = Number.NEGATIVE_INFINITY;

export type SsvParameters = Readonly<Record<string, string>>;

/** Answers what the query says; refuses where the signature or its key is not AdMob's. */
export async function verifySsvQuery(rawQuery: string, nowMs: number): Promise<SsvParameters> {
  const match = /^(?<signed>.+)&signature=(?<signature>[A-Za-z0-9_-]+=*)&key_id=(?<keyId>\d{1,20})$/.exec(rawQuery);
  const { signed, signature, keyId } = match?.groups ?? {};
  if (signed === undefined || signature === undefined || keyId === undefined)
    throw new Refused(adErrors['bad-signature']);
  const key = await keyOf(keyId, nowMs);
  if (key === undefined) throw new Refused(adErrors['unknown-key']);
  const pairs = signedPairs(key, signed, signature);
  if (pairs === undefined) throw new Refused(adErrors['bad-signature']);
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Refused(adErrors['bad-signature']);
  return Object.fromEntries(pairs);
}

type Pair = readonly [name: string, value: string];

/**
 * The parameters as signed. AdMob documents the query as it is; its own sample and what it really sends sign the
 * percent-decoded text, which differs as soon as a reward's name holds a space.
 */
function signedPairs(key: KeyObject, query: string, signature: string): readonly Pair[] | undefined {
  if (isSignedBy(key, query, signature)) return [...new URLSearchParams(query)];
  const text = decoded(query);
  if (text === undefined || !isSignedBy(key, text, signature)) return undefined;
  return text.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name, value.join('=')];
  });
}

function decoded(query: string): string | undefined {
  try {
    return decodeURIComponent(query);
  } catch {
    return undefined;
  }
}

function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  try {
    return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

async function keyOf(keyId: string, nowMs: number): Promise<KeyObject | undefined> {
  const ageMs = cached === undefined ? Number.POSITIVE_INFINITY : nowMs - cached.fetchedMs;
  const known = cached?.keys.get(keyId);
  const mayTry = cached === undefined || nowMs - triedMs > REFETCH_EVERY_MS;
  if (mayTry && (known === undefined || ageMs > KEYS_KEPT_MS)) await refresh(nowMs);
  return cached?.keys.get(keyId);
}

/** A failed fetch keeps what is cached; keys older than a day are then better than none. */
async function refresh(nowMs: number): Promise<void> {
  triedMs = nowMs;
  try {
    const response = await fetch(settings().ADMOB_VERIFIER_KEYS_URL, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    const { keys } = keySetSchema.parse(await response.json());
    cached = { keys: new Map(keys.map(({ keyId, pem }) => [String(keyId), createPublicKey(pem)])), fetchedMs: nowMs };
  } catch (error) {
    log('ERROR', 'could not fetch the ad verification keys', describeError(error));
    if (cached === undefined) throw new Refused(adErrors['keys-unavailable'], { retryAfterSeconds: 5 });
  }
}
