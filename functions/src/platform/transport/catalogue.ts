import { defineErrors } from '../../kernel/errors.ts';

/** Refusals that any callable can answer, whatever its domain. */
export const platformErrors = defineErrors('platform', {
  unauthenticated: {
    status: 'unauthenticated',
    message: 'Please sign in.',
    retry: false,
    heals: true,
    remedy: 'Call with the ID token of a signed-in Firebase Auth user.',
  },
  'app-check-required': {
    status: 'unauthenticated',
    message: 'This app could not be verified.',
    retry: false,
    heals: true,
    remedy: 'Initialise App Check in the client, or set APP_CHECK_ENFORCED=false for this deployment.',
  },
  'app-check-replayed': {
    status: 'unauthenticated',
    message: 'This app could not be verified. Please try again.',
    retry: true,
    remedy: 'Fetch a fresh limited-use App Check token for every sensitive call (`limitedUseAppCheckTokens`).',
  },
  'signed-out': {
    status: 'unauthenticated',
    message: 'Please sign in again.',
    retry: false,
    remedy: 'The sign-in was revoked, or its user is disabled or deleted; sign in anew and call again.',
  },
  'unsupported-uid': {
    status: 'failed-precondition',
    message: 'You cannot play with this account.',
    retry: false,
    remedy:
      'Mint custom tokens with uids that Firestore takes as ids of documents: no `/`, not `.` or `..`, not `__…__`. ' +
      '`staff`, `deleted` and what begins with `system:` stand for others.',
  },
  'role-required': {
    status: 'permission-denied',
    message: 'You are not allowed to do this.',
    retry: false,
    remedy: 'Give the caller the role or permission with setRole; the caller then refreshes the ID token.',
  },
  'second-factor-required': {
    status: 'permission-denied',
    message: 'Sign in with your second factor to do this.',
    retry: false,
    remedy: 'Enrol a second factor and sign in with it, or set STAFF_MFA_REQUIRED=false for this deployment.',
  },
  'address-refused': {
    status: 'permission-denied',
    message: 'You cannot do this from where you are.',
    retry: false,
    remedy: 'Call from an address of STAFF_ALLOWED_ADDRESSES, or add it there; the log says which address it was.',
  },
  'signature-required': {
    status: 'unauthenticated',
    message: 'This request has to be signed.',
    retry: false,
    remedy:
      'Give the client a `staffSigner` with a key of STAFF_SIGNING_KEYS; this deployment takes signed requests only.',
  },
  'bad-signature': {
    status: 'unauthenticated',
    message: 'The signature of this request is not valid.',
    retry: false,
    remedy: 'Sign method, name and body as they are sent, with a key that STAFF_SIGNING_KEYS still has (decision 14).',
  },
  'signature-expired': {
    status: 'unauthenticated',
    message: 'The signature of this request has expired. Please check the clock of your device.',
    retry: false,
    remedy: 'Set the clock right: a signature is good for five minutes around `serverTime`.',
  },
  'signature-replayed': {
    status: 'aborted',
    message: 'This request has been sent before. Please try again.',
    retry: true,
    remedy: 'Sign every attempt anew, with a nonce of its own and the same idempotency key.',
  },
  'door-misconfigured': {
    status: 'failed-precondition',
    message: 'This service is not set up correctly. Please tell whoever runs it.',
    retry: false,
    remedy:
      'The log names the setting and what is wrong with it; mend it and deploy. `npm run deploy:check` finds it before.',
  },
  'unknown-callable': {
    status: 'not-found',
    message: 'There is no such function.',
    retry: false,
    remedy: 'Staff callables are at `staff/<name>`, under the names that the wire contract gives them.',
  },
  'invalid-input': {
    status: 'invalid-argument',
    message: 'The request is not valid.',
    retry: false,
    remedy: 'Read `issues` in the details: each names a field and what is wrong with it.',
  },
  'too-large': {
    status: 'invalid-argument',
    message: 'The request is too large.',
    retry: false,
    remedy: 'Send at most 1 MB; split large batches.',
  },
  contention: {
    status: 'aborted',
    message: 'Too much happened at once. Please try again.',
    retry: true,
    remedy: 'Send the same request with the same key again after `retryAfterSeconds`.',
  },
  unavailable: {
    status: 'aborted',
    message: 'The service is busy. Please try again.',
    retry: true,
    remedy: 'Send the same request with the same key again after `retryAfterSeconds`.',
  },
  'sealed-unreadable': {
    status: 'aborted',
    message: 'The service is busy. Please try again.',
    retry: true,
    remedy:
      'PLAYER_KEYS lacks a key version that is in use; the log names it. Put it back, and send the request again.',
  },
  'feature-off': {
    status: 'failed-precondition',
    message: 'This feature is not available.',
    retry: false,
    heals: true,
    remedy: 'Switch the feature on in the economy configuration (`features`).',
  },
  internal: {
    status: 'internal',
    message: 'Something went wrong. Please try again later.',
    retry: true,
    remedy: 'Look up the `requestId` in the logs.',
  },
});

export const idempotencyErrors = defineErrors('idempotency', {
  'key-reused': {
    status: 'already-exists',
    message: 'This request was already used for something else.',
    retry: false,
    remedy: 'Use a fresh idempotency key for every distinct request; keep it only when you retry.',
  },
});

export const rateErrors = defineErrors('rate', {
  limited: {
    status: 'resource-exhausted',
    message: 'That was too fast. Please wait a moment.',
    retry: true,
    remedy: 'Wait `retryAfterSeconds` and send the same request with the same key again.',
  },
});
