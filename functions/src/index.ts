/** Everything that gets deployed, and nothing else. */
export { auditReferral, auditWithdrawal } from './audit/functions.ts';
export { keepUndelivered, listDeadLetters, replayDeadLetter } from './bus/functions.ts';
export { bindDevice } from './devices/functions.ts';
export { setEconomyConfig } from './economy/functions.ts';
export { adReward, batchEvents, dailyReset, sweepOutbox } from './events/functions.ts';
export { listReviewQueue, reviewFraud } from './fraud/functions.ts';
export { notifyReferrer, notifyWithdrawal } from './notifications/functions.ts';
export { health } from './ops/functions.ts';
export { exportBackup } from './ops/schedules.ts';
export { claimReferral, creditReferrer, sweepReferrals } from './referrals/functions.ts';
export { applyRoles, setRole } from './staff/functions.ts';
export {
  beforeSignUp,
  createUser,
  deleteAccount,
  exportMyData,
  resumeDeletions,
  signOutEverywhere,
} from './users/functions.ts';
export { adjustBalance } from './wallet/functions.ts';
export { expireHolds, verifyLedgerDaily } from './wallet/schedules.ts';
export {
  cancelWithdrawal,
  completeWithdrawal,
  listWithdrawals,
  requestWithdrawal,
  revealPaymentDetails,
  reviewWithdrawal,
} from './withdrawals/functions.ts';
