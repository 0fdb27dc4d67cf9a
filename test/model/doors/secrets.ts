/** The secrets of the deployment under test. The oracle knows them too, to see that they were used as they must be. */
export const secrets = {
  PAYMENT_KEYS: JSON.stringify({ current: 'v2', keys: { v1: '1b'.repeat(32), v2: '2c'.repeat(32) } }),
  ADDRESS_HASH_KEY: 'aa'.repeat(32),
  ADMOB_VERIFIER_KEYS_URL: 'https://keys.model/',
};
