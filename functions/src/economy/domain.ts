import { defineDomain } from '../platform/manifest/domain.ts';
import { economyErrors, getEconomyVersions, listEconomyChanges, setEconomyConfig } from './contract.ts';
import { collections, queries } from './data.ts';

export const economy = defineDomain({
  name: 'economy',
  callables: { setEconomyConfig, listEconomyChanges, getEconomyVersions },
  errors: [economyErrors],
  collections,
  queries,
  staff: () => import('./staff.ts'),
});
