import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { listAudit as readLog } from './listAudit.ts';
import { listStaff as list } from './listStaff.ts';
import { applyClaims, setRole as set } from './setRole.ts';

export const setRole = keyedCallable(contract.setRole, set, { afterCommit: (_call, { uid }) => applyClaims(uid) });

export const listStaff = callable(contract.listStaff, list);

export const listAudit = callable(contract.listAudit, readLog);
