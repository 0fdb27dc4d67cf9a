/** Every domain of the house, one line each. What they declare is gathered from here; see `gathered.ts`. */
export { audit } from './audit/domain.ts';
export { bus } from './bus/domain.ts';
export { desk } from './desk/domain.ts';
export { devices } from './devices/domain.ts';
export { economy } from './economy/domain.ts';
export { events } from './events/domain.ts';
export { fraud } from './fraud/domain.ts';
export { guests } from './guests/domain.ts';
export { notifications } from './notifications/domain.ts';
export { ops } from './ops/domain.ts';
export { platform } from './platform/manifest/platformDomain.ts';
export { referrals } from './referrals/domain.ts';
export { staff } from './staff/domain.ts';
export { users } from './users/domain.ts';
export { wallet } from './wallet/domain.ts';
export { withdrawals } from './withdrawals/domain.ts';
