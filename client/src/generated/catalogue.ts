// Generated from the contracts by `npm run generate`; do not edit.

/** Codes after which the same request can succeed later; every other catalogued code is final. */
export const RETRYABLE_CODES: readonly string[] = [
  'ads/keys-unavailable',
  'ads/unknown-key',
  'devices/too-many-changes',
  'events/ad-unverified',
  'platform/contention',
  'platform/internal',
  'platform/unavailable',
  'rate/limited',
  'users/money-on-its-way',
  'withdrawals/too-soon',
];

/** How each callable meets a repeated request; a `keyed` one takes an idempotency key. */
export const CALLABLE_EFFECTS = {
  createUser: 'keyed',
  exportMyData: 'read',
  deleteAccount: 'keyed',
  signOutEverywhere: 'keyed',
  bindDevice: 'keyed',
  claimReferral: 'keyed',
  batchEvents: 'deduplicated',
  requestWithdrawal: 'keyed',
  cancelWithdrawal: 'keyed',
  reviewWithdrawal: 'keyed',
  completeWithdrawal: 'keyed',
  revealPaymentDetails: 'read',
  reviewFraud: 'keyed',
  listReviewQueue: 'read',
  adjustBalance: 'keyed',
  setEconomyConfig: 'keyed',
  setRole: 'keyed',
  listDeadLetters: 'read',
  replayDeadLetter: 'keyed',
} as const;
