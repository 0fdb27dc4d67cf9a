import { defineDomain } from '../platform/manifest/domain.ts';
import { fraudConfig } from './config.ts';
import { fraudErrors, listReviewQueue, reviewFraud } from './contract.ts';
import { collections, queries } from './data.ts';

export const fraud = defineDomain({
  name: 'fraud',
  callables: { reviewFraud, listReviewQueue },
  errors: [fraudErrors],
  config: [fraudConfig],
  collections,
  queries,
  peopleIn: ['reviewedBy'],
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
});
