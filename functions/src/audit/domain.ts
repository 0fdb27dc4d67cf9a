import { defineDomain } from '../platform/manifest/domain.ts';
import { referralClaimed } from '../referrals/contract.ts';
import { withdrawalUpdated } from '../withdrawals/contract.ts';

export const audit = defineDomain({
  name: 'audit',
  consumers: [
    {
      name: 'auditWithdrawal',
      hears: withdrawalUpdated,
      load: async () => (await import('./recordMoney.ts')).auditWithdrawal,
    },
    {
      name: 'auditReferral',
      hears: referralClaimed,
      load: async () => (await import('./recordMoney.ts')).auditReferral,
    },
  ],
});
