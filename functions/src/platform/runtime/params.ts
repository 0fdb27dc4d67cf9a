import { defineInt, defineSecret, defineString } from 'firebase-functions/params';

/** Parameters that shape the deployment itself; the CLI reads them from `functions/.env*`. */
export const REGION = defineString('EARNPLAY_REGION', { default: 'us-central1' });
export const MIN_INSTANCES = defineInt('MIN_INSTANCES', { default: 0 });
export const CONCURRENCY = defineInt('CONCURRENCY', { default: 80 });

/** Kept in Secret Manager and bound to the functions that need them, which find them in their environment. */
export const SECRETS = {
  ADDRESS_HASH_KEY: defineSecret('ADDRESS_HASH_KEY'),
  PAYMENT_KEYS: defineSecret('PAYMENT_KEYS'),
  PLAYER_KEYS: defineSecret('PLAYER_KEYS'),
  STAFF_SIGNING_KEYS: defineSecret('STAFF_SIGNING_KEYS'),
} as const;
export type SecretName = keyof typeof SECRETS;
