import { callable, keyedCallable } from '../platform/transport/callable.ts';
import { adjustBalance as adjust } from './adjustBalance.ts';
import * as contract from './contract.ts';
import { forgiveDebt as forgive } from './forgiveDebt.ts';
import { getLedger as look } from './getLedger.ts';
import { listAdjustments as list } from './listAdjustments.ts';

export const adjustBalance = keyedCallable(contract.adjustBalance, adjust);

export const forgiveDebt = keyedCallable(contract.forgiveDebt, forgive);

export const listAdjustments = callable(contract.listAdjustments, list);

export const getLedger = callable(contract.getLedger, look);
