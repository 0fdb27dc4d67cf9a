// Generated from the contracts by `npm run generate`; do not edit.
import type { CallableName } from '../types.ts';

/** Codes after which the same request can succeed later; every other catalogued code is final. */
export const RETRYABLE_CODES: readonly string[] = [
  'ads/keys-unavailable',
  'ads/unknown-key',
  'devices/too-many-changes',
  'events/ad-unverified',
  'platform/app-check-replayed',
  'platform/contention',
  'platform/internal',
  'platform/sealed-unreadable',
  'platform/signature-replayed',
  'platform/unavailable',
  'rate/limited',
  'users/being-deleted',
  'users/money-on-its-way',
  'withdrawals/key-missing',
  'withdrawals/too-soon',
];

/** Codes after which the same request can succeed once something else was put right; a queue keeps it until then. */
export const HEALING_CODES: readonly string[] = [
  'events/other-player',
  'platform/app-check-required',
  'platform/feature-off',
  'platform/unauthenticated',
];

/**
 * Every callable, and what its calls need: `keyed` a key, as its effect happens once for each; `device` the hash of the
 * device that asks; `limited-use` an App Check token that was not used before; `staff` are behind one function.
 */
export const CALLABLES: readonly (readonly [CallableName, string])[] = [
  ['adjustBalance', 'keyed staff'],
  ['adoptGuest', 'keyed device limited-use'],
  ['batchEvents', ''],
  ['bindDevice', 'keyed device'],
  ['cancelWithdrawal', 'keyed limited-use'],
  ['claimReferral', 'keyed device'],
  ['completeWithdrawal', 'keyed staff'],
  ['createUser', 'keyed device'],
  ['deleteAccount', 'keyed limited-use'],
  ['exportMyData', 'limited-use'],
  ['forgiveDebt', 'keyed staff'],
  ['freeDevice', 'keyed device staff'],
  ['getEconomyVersions', 'staff'],
  ['getLedger', 'staff'],
  ['getPlayer', 'staff'],
  ['getStatement', ''],
  ['listAdjustments', 'staff'],
  ['listAudit', 'staff'],
  ['listDeadLetters', 'staff'],
  ['listEconomyChanges', 'staff'],
  ['listReviewQueue', 'staff'],
  ['listStaff', 'staff'],
  ['listWithdrawals', 'staff'],
  ['replayDeadLetter', 'keyed staff'],
  ['replayDeadLetters', 'keyed staff'],
  ['requestWithdrawal', 'keyed device limited-use'],
  ['revealPaymentDetails', 'staff'],
  ['reviewFraud', 'keyed staff'],
  ['reviewWithdrawal', 'keyed staff'],
  ['searchPlayers', 'staff'],
  ['setEconomyConfig', 'keyed staff'],
  ['setRole', 'keyed staff'],
  ['setStanding', 'keyed staff'],
  ['signOutEverywhere', 'keyed'],
];
