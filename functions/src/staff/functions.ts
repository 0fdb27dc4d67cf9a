import { keyedCallable } from '../platform/transport/callable.ts';
import { schedule } from '../platform/transport/schedule.ts';
import { applyRoles as apply } from './applyRoles.ts';
import { setRole as contract } from './contract.ts';
import { applyClaims, setRole as useCase } from './setRole.ts';

export const setRole = keyedCallable(contract, useCase, { afterCommit: (_call, { uid }) => applyClaims(uid) });

export const applyRoles = schedule({ name: 'applyRoles', schedule: 'every 15 minutes' }, () => apply());
