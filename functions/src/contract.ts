import * as devices from './devices/contract.ts';
import * as economy from './economy/contract.ts';
import * as events from './events/contract.ts';
import { idempotencyErrors, platformErrors, rateErrors } from './platform/catalogue.ts';
import * as staff from './staff/contract.ts';
import * as users from './users/contract.ts';
import * as wallet from './wallet/contract.ts';

/** All that a client may know: every callable, every error code and every message between domains. */
export const callables = {
  createUser: users.createUser,
  bindDevice: devices.bindDevice,
  batchEvents: events.batchEvents,
  adjustBalance: wallet.adjustBalance,
  setEconomyConfig: economy.setEconomyConfig,
  setRole: staff.setRole,
};

export const errorCatalogues = [
  platformErrors,
  idempotencyErrors,
  rateErrors,
  users.userErrors,
  devices.deviceErrors,
  events.eventErrors,
  events.adErrors,
  wallet.walletErrors,
  economy.economyErrors,
  staff.staffErrors,
] as const;

export const messages = { rewardEarned: events.rewardEarned };
