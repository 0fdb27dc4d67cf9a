import { z } from 'zod';
import { type Keyring, randomHex } from '../crypto/crypto.ts';

/**
 * Settings that a running instance reads from its environment (`functions/.env*`, or Secret Manager). Business numbers
 * are not here but in the economy configuration, which changes without a deployment. The schema is made when the first
 * of them is asked for: a cold start has better things to do.
 */
function schemaOfSettings() {
  const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
  return z.object({
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
    /** How many proxies of our own stand between the platform's front end and the functions. */
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(8).default(0),
    /** How long an instance trusts its copy of the economy configuration. */
    ECONOMY_CACHE_SECONDS: z.coerce.number().int().min(0).max(60).default(60),
    /** Where AdMob publishes the keys that sign its server-side verification callbacks. */
    ADMOB_VERIFIER_KEYS_URL: z.url().default('https://www.gstatic.com/admob/reward/verifier-keys.json'),
    /**
     * Keys that seal payment details, as JSON `{"current":"v2","keys":{"v1":"<hex>","v2":"<hex>"}}`. A secret. Old versions
     * stay until nothing is sealed with them; without keys nobody can withdraw.
     */
    PAYMENT_KEYS: z.string().default('').transform(readKeyring),
    /**
     * 32 bytes as hex: the key under which addresses are hashed. A secret; without one, no address is recognised by another
     * instance, and each counts the calls from it for itself.
     */
    ADDRESS_HASH_KEY: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .default(() => randomHex(32)),
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
}
export type Settings = z.output<ReturnType<typeof schemaOfSettings>>;

function readKeyring(text: string): Keyring | undefined {
  if (text === '') return undefined;
  const keyring = z.object({
    current: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
    keys: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  });
  return keyring.parse(JSON.parse(text));
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
