import { callable } from '../platform/transport/callable.ts';
import { getStatement as contract } from './contract.ts';
import { getStatement as useCase } from './getStatement.ts';

export const getStatement = callable(contract, useCase);
