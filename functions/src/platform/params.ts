import { defineBoolean, defineInt, defineString } from 'firebase-functions/params';

/**
 * The deployment's parameters: `firebase deploy` asks for or reads them from `functions/.env*`. Business numbers are
 * not here but in the economy configuration, which changes without a deployment.
 */
export const REGION = defineString('FUNCTION_REGION', { default: 'us-central1' });
export const MIN_INSTANCES = defineInt('MIN_INSTANCES', { default: 0 });
export const CONCURRENCY = defineInt('CONCURRENCY', { default: 80 });
export const APP_CHECK_ENFORCED = defineBoolean('APP_CHECK_ENFORCED', { default: true });
export const STAFF_MFA_REQUIRED = defineBoolean('STAFF_MFA_REQUIRED', { default: true });

/** Comma-separated web origins that may call; `*` lets every origin call. */
export const ALLOWED_ORIGINS = defineString('ALLOWED_ORIGINS', { default: '*' });

/** `redis://…`; empty means that each process counts and caches for itself. */
export const REDIS_URL = defineString('REDIS_URL', { default: '' });

/** How many proxies of our own stand between the platform's front end and the function. */
export const TRUSTED_PROXY_HOPS = defineInt('TRUSTED_PROXY_HOPS', { default: 0 });

/** How long an instance trusts its copy of the economy configuration; never more than 60. */
export const ECONOMY_CACHE_SECONDS = defineInt('ECONOMY_CACHE_SECONDS', { default: 60 });

/** Where AdMob publishes the keys that sign its server-side verification callbacks. */
export const ADMOB_VERIFIER_KEYS_URL = defineString('ADMOB_VERIFIER_KEYS_URL', {
  default: 'https://www.gstatic.com/admob/reward/verifier-keys.json',
});
