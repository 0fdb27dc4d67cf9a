import { defineDomain } from '../platform/manifest/domain.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';
import { collections } from './data.ts';

export const notifications = defineDomain({
  name: 'notifications',
  consumers: [
    {
      name: 'notifyWithdrawal',
      hears: withdrawalUpdated,
      load: async () => (await import('./notify.ts')).notifyWithdrawal,
    },
    { name: 'notifyReferrer', hears: referralClaimed, load: async () => (await import('./notify.ts')).notifyReferrer },
  ],
  collections,
});
