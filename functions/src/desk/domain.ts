import { defineDomain } from '../platform/manifest/domain.ts';
import { getPlayer, searchPlayers } from './contract.ts';

export const desk = defineDomain({
  name: 'desk',
  callables: { searchPlayers, getPlayer },
  staff: () => import('./staff.ts'),
});
