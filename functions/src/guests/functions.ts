import { keyedCallable } from '../platform/transport/callable.ts';
import { adoptGuest as adopt, finishAdoption } from './adoptGuest.ts';
import { adoptGuest as contract } from './contract.ts';

export const adoptGuest = keyedCallable(contract, adopt, {
  secrets: ['PLAYER_KEYS'],
  afterCommit: finishAdoption,
});
