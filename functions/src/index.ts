/** Everything that gets deployed, and nothing else. */
export { bindDevice } from './devices/functions.ts';
export { setEconomyConfig } from './economy/functions.ts';
export { adReward, batchEvents, dailyReset, relayJournal, sweepOutbox } from './events/functions.ts';
export { health } from './ops/functions.ts';
export { setRole } from './staff/functions.ts';
export { createUser } from './users/functions.ts';
export { adjustBalance } from './wallet/functions.ts';
