import { defineInt, defineString } from 'firebase-functions/params';

/** Parameters that shape the deployment itself; the CLI reads them from `functions/.env*`. */
export const REGION = defineString('EARNPLAY_REGION', { default: 'us-central1' });
export const MIN_INSTANCES = defineInt('MIN_INSTANCES', { default: 0 });
export const CONCURRENCY = defineInt('CONCURRENCY', { default: 80 });
