import { defineDomain } from '../platform/manifest/domain.ts';
import { walletConfig } from './config.ts';
import { adjustBalance, walletErrors } from './contract.ts';
import { collections, queries } from './data.ts';

export const wallet = defineDomain({
  name: 'wallet',
  callables: { adjustBalance },
  errors: [walletErrors],
  config: [walletConfig],
  schedules: [
    {
      name: 'verifyLedgerDaily',
      schedule: 'every day 03:15',
      load: async () => {
        const { verifyLedger } = await import('./verifyLedger.ts');
        return (nowMs) => verifyLedger({ nowMs });
      },
    },
    {
      name: 'expireHolds',
      schedule: 'every 5 minutes',
      load: async () => {
        const { expireHolds } = await import('./expireHolds.ts');
        return (nowMs) => expireHolds(nowMs);
      },
    },
  ],
  collections,
  queries,
  peopleIn: ['actor', 'approvedBy', 'requestedBy'],
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
});
