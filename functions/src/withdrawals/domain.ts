import { defineDomain } from '../platform/manifest/domain.ts';
import { withdrawalsConfig, withdrawalsFeature } from './config.ts';
import {
  cancelWithdrawal,
  completeWithdrawal,
  listWithdrawals,
  requestWithdrawal,
  revealPaymentDetails,
  reviewWithdrawal,
  withdrawalErrors,
  withdrawalHold,
  withdrawalUpdated,
} from './contract.ts';
import { collections, queries } from './data.ts';

export const withdrawals = defineDomain({
  name: 'withdrawals',
  callables: {
    requestWithdrawal,
    cancelWithdrawal,
    reviewWithdrawal,
    completeWithdrawal,
    revealPaymentDetails,
    listWithdrawals,
  },
  errors: [withdrawalErrors],
  messages: { withdrawalUpdated },
  config: [withdrawalsConfig],
  features: [withdrawalsFeature],
  postings: withdrawalHold.postings,
  collections,
  queries,
  peopleIn: ['approvals'],
  functions: () => import('./functions.ts'),
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
  migrations: async () => (await import('./migrations.ts')).migrations,
});
