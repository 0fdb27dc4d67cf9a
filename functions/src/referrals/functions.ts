import { keyedCallable } from '../platform/transport/callable.ts';
import { claimReferral as useCase } from './claimReferral.ts';
import { claimReferral as contract } from './contract.ts';

export const claimReferral = keyedCallable(contract, useCase, { secrets: ['PLAYER_KEYS'] });
