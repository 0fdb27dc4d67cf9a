import { keyedCallable } from '../platform/transport/callable.ts';
import { bindDevice as useCase } from './bindDevice.ts';
import { bindDevice as contract } from './contract.ts';

export const bindDevice = keyedCallable(contract, useCase);
