import * as bus from './bus/contract.ts';
import * as devices from './devices/contract.ts';
import * as economy from './economy/contract.ts';
import * as events from './events/contract.ts';
import * as fraud from './fraud/contract.ts';
import { idempotencyErrors, platformErrors, rateErrors } from './platform/transport/catalogue.ts';
import * as referrals from './referrals/contract.ts';
import * as staff from './staff/contract.ts';
import * as users from './users/contract.ts';
import * as wallet from './wallet/contract.ts';
import * as withdrawals from './withdrawals/contract.ts';

/** All that a client may know: every callable, every error code and every message between domains. */
export const callables = {
  createUser: users.createUser,
  exportMyData: users.exportMyData,
  deleteAccount: users.deleteAccount,
  signOutEverywhere: users.signOutEverywhere,
  bindDevice: devices.bindDevice,
  claimReferral: referrals.claimReferral,
  batchEvents: events.batchEvents,
  requestWithdrawal: withdrawals.requestWithdrawal,
  cancelWithdrawal: withdrawals.cancelWithdrawal,
  reviewWithdrawal: withdrawals.reviewWithdrawal,
  completeWithdrawal: withdrawals.completeWithdrawal,
  revealPaymentDetails: withdrawals.revealPaymentDetails,
  listWithdrawals: withdrawals.listWithdrawals,
  reviewFraud: fraud.reviewFraud,
  listReviewQueue: fraud.listReviewQueue,
  adjustBalance: wallet.adjustBalance,
  setEconomyConfig: economy.setEconomyConfig,
  setRole: staff.setRole,
  listDeadLetters: bus.listDeadLetters,
  replayDeadLetter: bus.replayDeadLetter,
};

export const errorCatalogues = [
  platformErrors,
  idempotencyErrors,
  rateErrors,
  users.userErrors,
  devices.deviceErrors,
  referrals.referralErrors,
  withdrawals.withdrawalErrors,
  fraud.fraudErrors,
  events.eventErrors,
  events.adErrors,
  wallet.walletErrors,
  economy.economyErrors,
  staff.staffErrors,
  bus.busErrors,
] as const;

export const messages = {
  rewardEarned: events.rewardEarned,
  referralClaimed: referrals.referralClaimed,
  withdrawalUpdated: withdrawals.withdrawalUpdated,
};
