import { keyedCallable } from '../../src/platform/transport/callable.ts';
import { sayHello as contract } from './contract.ts';
import { sayHello as useCase } from './sayHello.ts';

export const sayHello = keyedCallable(contract, useCase);
