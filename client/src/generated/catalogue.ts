// Generated from the contracts by `npm run generate`; do not edit.

/** Codes after which the same request can succeed later; every other catalogued code is final. */
export const RETRYABLE_CODES: readonly string[] = [
  'ads/keys-unavailable',
  'ads/unknown-key',
  'devices/too-many-changes',
  'events/ad-unverified',
  'platform/app-check-replayed',
  'platform/contention',
  'platform/internal',
  'platform/signature-replayed',
  'platform/unavailable',
  'rate/limited',
  'users/money-on-its-way',
  'withdrawals/key-missing',
  'withdrawals/too-soon',
];

/** Callables that take no idempotency key: they change nothing, or their items have keys of their own. */
export const KEYLESS_CALLABLES: readonly string[] = [
  'batchEvents',
  'exportMyData',
  'listDeadLetters',
  'listReviewQueue',
  'listWithdrawals',
  'revealPaymentDetails',
];

/** Callables that take an App Check token which was not used before. */
export const SENSITIVE_CALLABLES: readonly string[] = [
  'cancelWithdrawal',
  'deleteAccount',
  'exportMyData',
  'requestWithdrawal',
];

/** Callables of staff, which are behind one function: `staff/<name>`. */
export const STAFF_CALLABLES: readonly string[] = [
  'adjustBalance',
  'completeWithdrawal',
  'listDeadLetters',
  'listReviewQueue',
  'listWithdrawals',
  'replayDeadLetter',
  'revealPaymentDetails',
  'reviewFraud',
  'reviewWithdrawal',
  'setEconomyConfig',
  'setRole',
];

/** Callables that are told which device asks. */
export const DEVICE_CALLABLES: readonly string[] = ['bindDevice', 'claimReferral', 'createUser', 'requestWithdrawal'];
