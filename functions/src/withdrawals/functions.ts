import { keyedCallable } from '../platform/transport/callable.ts';
import { cancelWithdrawal as cancel } from './cancelWithdrawal.ts';
import * as contract from './contract.ts';
import { requestWithdrawal as request } from './requestWithdrawal.ts';

export const requestWithdrawal = keyedCallable(contract.requestWithdrawal, request, {
  secrets: ['PAYMENT_KEYS', 'PLAYER_KEYS'],
});

export const cancelWithdrawal = keyedCallable(contract.cancelWithdrawal, cancel);
