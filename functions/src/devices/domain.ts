import { defineDomain } from '../platform/manifest/domain.ts';
import { devicesConfig } from './config.ts';
import { bindDevice, deviceErrors, freeDevice } from './contract.ts';
import { collections } from './data.ts';

export const devices = defineDomain({
  name: 'devices',
  callables: { bindDevice, freeDevice },
  errors: [deviceErrors],
  config: [devicesConfig],
  collections,
  staff: () => import('./staff.ts'),
  functions: () => import('./functions.ts'),
  account: async () => (await import('./account.ts')).account,
});
