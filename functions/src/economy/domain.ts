import { defineDomain } from '../platform/manifest/domain.ts';
import { economyErrors, setEconomyConfig } from './contract.ts';
import { collections } from './data.ts';

export const economy = defineDomain({
  name: 'economy',
  callables: { setEconomyConfig },
  errors: [economyErrors],
  collections,
  staff: () => import('./staff.ts'),
});
