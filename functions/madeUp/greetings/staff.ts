import { callable } from '../../src/platform/transport/callable.ts';
import { listGreetings as contract } from './contract.ts';
import { listGreetings as useCase } from './listGreetings.ts';

export const listGreetings = callable(contract, useCase);
