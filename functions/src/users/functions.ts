import { keyedCallable } from '../platform/callable.ts';
import { createUser as contract } from './contract.ts';
import { createUser as useCase } from './createUser.ts';

export const createUser = keyedCallable(contract, useCase);
