import { defineDomain } from '../platform/manifest/domain.ts';
import { guestsConfig } from './config.ts';
import { adoptGuest, guestErrors, guestJoined, guestLeft } from './contract.ts';

export const guests = defineDomain({
  name: 'guests',
  callables: { adoptGuest },
  errors: [guestErrors],
  config: [guestsConfig],
  postings: [guestLeft, guestJoined],
  functions: () => import('./functions.ts'),
});
