import { keyedCallable } from '../platform/transport/callable.ts';
import { freeDevice as contract } from './contract.ts';
import { freeDevice as free } from './freeDevice.ts';

export const freeDevice = keyedCallable(contract, free);
