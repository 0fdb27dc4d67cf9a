import { z } from 'zod';
import { type Keyring, randomHex } from '../crypto/crypto.ts';
import { BEHIND_LOAD_BALANCER, INGRESS } from './ingress.ts';

/**
 * Settings that a running instance reads from its environment (`functions/.env*`, or Secret Manager). Business numbers
 * are not here but in the economy configuration, which changes without a deployment. The schema is made when the first
 * of them is asked for: a cold start has better things to do.
 */
function schemaOfSettings() {
  const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
  const fields = z.object({
    APP_CHECK_ENFORCED: flag.default(true),
    /** Whether staff callables demand that the caller signed in with a second factor. */
    STAFF_MFA_REQUIRED: flag.default(true),
    /**
     * From where staff callables may be called: addresses and networks of IPv4 and IPv6, with commas between them; from
     * everywhere without one. Read by the staff door alone, which is shut where it cannot be read.
     */
    STAFF_ALLOWED_ADDRESSES: z.string().default(''),
    /**
     * Keys that sign staff requests, as `id:base64,id:base64`, each of 32 bytes or more; the first signs and all verify.
     * A secret, read as the addresses are. `off` says that requests need no signature.
     */
    STAFF_SIGNING_KEYS: z.string().default(''),
    /** `redis://…`; without it each process counts and caches for itself. */
    REDIS_URL: z.string().default(''),
    /** The longest that a call waits for an answer of Redis before it does without, in milliseconds. */
    REDIS_TIMEOUT_MS: z.coerce.number().int().min(5).max(1_000).default(40),
    /** How many proxies of our own stand between the platform's front end and the functions; above 0 only with that ingress. */
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(8).default(0),
    INGRESS: z.enum(INGRESS).default('ALLOW_ALL'),
    /** How long an instance trusts its copy of the economy configuration. */
    ECONOMY_CACHE_SECONDS: z.coerce.number().int().min(0).max(60).default(60),
    /** How long an instance answers `health` with what it has found. */
    HEALTH_CACHE_SECONDS: z.coerce.number().int().min(0).max(60).default(10),
    /** What monitoring sends to `health` as its bearer token, to hear of each dependency; without one nobody does. */
    HEALTH_KEY: z.union([z.literal(''), z.string().min(16).max(200)]).default(''),
    /** Where AdMob publishes the keys that sign its server-side verification callbacks. */
    ADMOB_VERIFIER_KEYS_URL: z.url().default('https://www.gstatic.com/admob/reward/verifier-keys.json'),
    /**
     * Keys that seal payment details, as JSON `{"current":"v2","keys":{"v1":"<hex>","v2":"<hex>"}}`. A secret. Old versions
     * stay until nothing is sealed with them; without keys nobody can withdraw.
     */
    PAYMENT_KEYS: z.string().default('').transform(readKeyring),
    /**
     * Keys that seal what players must not read of their own documents, written as PAYMENT_KEYS are. A secret. Without them
     * batches go on, and nothing is learnt of a player that would speak against a withdrawal.
     */
    PLAYER_KEYS: z.string().default('').transform(readKeyring),
    /**
     * The keys under which addresses, mailboxes and devices are hashed: JSON as of `PAYMENT_KEYS`, or 32 bytes as hex, which
     * is a ring of one. The current one hashes and all recognise: without an old one, what was stored under it is forgotten.
     * A secret; without any, nothing is recognised by another instance, and each counts the calls for itself.
     */
    ADDRESS_HASH_KEY: z
      .string()
      .default(() => randomHex(32))
      .transform(readHashKeys),
    /** The Cloud Storage bucket that takes the daily backup, without `gs://`; without one there is none. */
    BACKUP_BUCKET: z
      .string()
      .regex(/^[a-z0-9._-]*$/)
      .default(''),
    /**
     * How keyed calls and consumers commit: `verified` holds no locks, and lets the commit verify all that was read;
     * `transactions` reads under Firestore's locks (decision 15).
     */
    COMMITS: z.enum(['verified', 'transactions']).default('verified'),
    /** Where Firestore's administration answers. */
    FIRESTORE_ADMIN_URL: z.url().default('https://firestore.googleapis.com'),
  });
  return fields.refine(({ TRUSTED_PROXY_HOPS, INGRESS: ingress }) => believesOnlyProxies(TRUSTED_PROXY_HOPS, ingress), {
    path: ['TRUSTED_PROXY_HOPS'],
    message: `above 0 it needs INGRESS=${BEHIND_LOAD_BALANCER}: else whoever calls a function by its own URL writes the address that counts`,
  });
}

/** Whether nobody but our own proxies can have written the hops that are believed. */
export function believesOnlyProxies(trustedHops: number, ingress: string): boolean {
  return trustedHops === 0 || ingress === BEHIND_LOAD_BALANCER;
}
export type Settings = z.output<ReturnType<typeof schemaOfSettings>>;

function readKeyring(text: string): Keyring | undefined {
  if (text === '') return undefined;
  const keyring = z.object({
    current: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
    keys: z.record(z.string(), z.string().regex(KEY)),
  });
  return keyring.parse(JSON.parse(text));
}

/** 32 bytes as hex. */
const KEY = /^[0-9a-f]{64}$/;

/** A key that stands alone has no version; one that is added to it later may call it whatever it likes. */
function readHashKeys(text: string): Keyring {
  if (KEY.test(text)) return { current: 'only', keys: { only: text } };
  const ring = parsedOf(text);
  if (ring !== undefined && Object.hasOwn(ring.keys, ring.current)) return ring;
  throw new Error('ADDRESS_HASH_KEY is neither 32 bytes as hex nor a ring with a current key');
}

/** Undefined instead of an error, which would quote the secret. */
function parsedOf(text: string): Keyring | undefined {
  try {
    return readKeyring(text);
  } catch {
    return undefined;
  }
}

/** Comma-separated web origins that may call; `*` lets every origin call. Apart, because it is asked for at load. */
export function originsSetting(): string {
  return process.env.ALLOWED_ORIGINS ?? '*';
}

let parsed: Settings | undefined;

/** Parsed once, at first use: a wrong value fails the first call loudly instead of being half understood. */
export function settings(): Settings {
  parsed ??= schemaOfSettings().parse(process.env);
  return parsed;
}
