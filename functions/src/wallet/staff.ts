import { keyedCallable } from '../platform/transport/callable.ts';
import { adjustBalance as useCase } from './adjustBalance.ts';
import { adjustBalance as contract } from './contract.ts';

export const adjustBalance = keyedCallable(contract, useCase);
