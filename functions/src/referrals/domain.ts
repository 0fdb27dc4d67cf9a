import { defineDomain } from '../platform/manifest/domain.ts';
import { referralsConfig, referralsFeature } from './config.ts';
import { claimReferral, referralClaimed, referralErrors, referralPaid, referralUsed } from './contract.ts';
import { collections, queries } from './data.ts';

export const referrals = defineDomain({
  name: 'referrals',
  callables: { claimReferral },
  errors: [referralErrors],
  messages: { referralClaimed },
  config: [referralsConfig],
  features: [referralsFeature],
  consumers: [
    {
      name: 'creditReferrer',
      hears: referralClaimed,
      load: async () => (await import('./creditReferrer.ts')).creditReferrer,
    },
  ],
  schedules: [
    {
      name: 'sweepReferrals',
      schedule: 'every 5 minutes',
      load: async () => (await import('./sweepReferralCredits.ts')).sweepReferralCredits,
    },
  ],
  postings: [referralUsed, referralPaid],
  collections,
  queries,
  peopleIn: ['referrerUid', 'waitingFor'],
  functions: () => import('./functions.ts'),
  account: async () => (await import('./account.ts')).account,
});
