import { mix, Random } from './random.ts';

/**
 * How the deployment is set up that a world runs on. It follows from the world's seed as everything else does, and never
 * from the process that plays it; the oracle knows what of it changes what must be answered.
 */
export interface Deployment {
  /** How long an instance trusts its copy of the economy's configuration. */
  readonly configAgeSeconds: number;
  readonly hasRedis: boolean;
  /** Whether every call must come from an attested app. */
  readonly needsAttestation: boolean;
  /** Whether staff must have signed in with a second factor. */
  readonly needsSecondFactor: boolean;
  /** How many proxies of its own write themselves into `x-forwarded-for`, behind the platform's front end. */
  readonly ownProxies: number;
  /** Whether payment details can be sealed; where they cannot, nobody withdraws. */
  readonly hasPaymentKeys: boolean;
  /** Whether it is production, where answers are not checked against their contracts. */
  readonly isProduction: boolean;
  /** The zone of the instances' own calendars, which must not matter. */
  readonly timeZone: string;
  /** Names the keys of the deployment. */
  readonly keysSeed: number;
  /** Whether keyed calls and consumers hold locks, where commits verify nothing that they do not write. */
  readonly holdsLocks: boolean;
}

/** As the emulator suite and all the documentation's examples are set up. */
export const PLAIN_DEPLOYMENT: Deployment = {
  configAgeSeconds: 60,
  hasRedis: true,
  needsAttestation: false,
  needsSecondFactor: false,
  ownProxies: 0,
  hasPaymentKeys: true,
  isProduction: false,
  timeZone: 'UTC',
  keysSeed: 0,
  holdsLocks: false,
};

/** Days begin there before and after those of UTC, and one of them not at a full hour. */
const TIME_ZONES = ['UTC', 'UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns'];

/** Chance of its own: what else a seed draws stays as it is when another setting is drawn. */
const STREAM = 0xde9107;

export function drawDeployment(seed: number): Deployment {
  const random = new Random(mix(seed, STREAM));
  return {
    configAgeSeconds: random.chance(0.5) ? random.pick([0, 1, 60]) : random.int(0, 60),
    hasRedis: random.chance(0.8),
    needsAttestation: random.chance(0.5),
    needsSecondFactor: random.chance(0.5),
    ownProxies: random.pick([0, 0, 1, 2]),
    hasPaymentKeys: random.chance(0.95),
    isProduction: random.chance(0.3),
    timeZone: random.pick(TIME_ZONES),
    keysSeed: random.int(0, 0xffff),
    holdsLocks: random.chance(0.25),
  };
}

/** The whole environment of an instance: there is nothing in it that is not named here. */
export function environmentOf(deployment: Deployment): Readonly<Record<string, string>> {
  const { configAgeSeconds, hasRedis, ownProxies, isProduction, timeZone } = deployment;
  const random = new Random(mix(deployment.keysSeed, STREAM));
  const keyring = { current: random.pick(['v1', 'v2']), keys: { v1: random.hex(32), v2: random.hex(32) } };
  const playerKeys = { current: random.pick(['v1', 'v2']), keys: { v1: random.hex(32), v2: random.hex(32) } };
  return {
    TZ: timeZone,
    ECONOMY_CACHE_SECONDS: String(configAgeSeconds),
    REDIS_URL: hasRedis ? 'redis://model' : '',
    APP_CHECK_ENFORCED: String(deployment.needsAttestation),
    STAFF_MFA_REQUIRED: String(deployment.needsSecondFactor),
    TRUSTED_PROXY_HOPS: String(ownProxies),
    INGRESS: ownProxies > 0 ? 'ALLOW_INTERNAL_AND_GCLB' : 'ALLOW_ALL',
    PAYMENT_KEYS: deployment.hasPaymentKeys ? JSON.stringify(keyring) : '',
    PLAYER_KEYS: JSON.stringify(playerKeys),
    ADDRESS_HASH_KEY: hashKeysOf(random),
    COMMITS: deployment.holdsLocks ? 'transactions' : 'verified',
    ADMOB_VERIFIER_KEYS_URL: KEYS_URL,
    ...(isProduction ? { K_SERVICE: 'model' } : {}),
  };
}

/** A key that stands alone, or a ring in which another one came after it. */
function hashKeysOf(random: Random): string {
  const keys = { first: random.hex(32), second: random.hex(32) };
  return random.chance(0.5) ? keys.first : JSON.stringify({ current: 'second', keys });
}

/** Where the ad network publishes its keys: the one address that the code under test fetches from. */
export const KEYS_URL = 'https://keys.model/';
