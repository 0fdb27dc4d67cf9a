import { keyedCallable } from '../platform/transport/callable.ts';
import { setRole as contract } from './contract.ts';
import { applyClaims, setRole as useCase } from './setRole.ts';

export const setRole = keyedCallable(contract, useCase, { afterCommit: (_call, { uid }) => applyClaims(uid) });
