import { callable, keyedCallable } from '../platform/transport/callable.ts';
import { completeWithdrawal as complete } from './completeWithdrawal.ts';
import * as contract from './contract.ts';
import { listWithdrawals as list } from './listWithdrawals.ts';
import { revealPaymentDetails as reveal } from './revealPaymentDetails.ts';
import { reviewWithdrawal as review } from './reviewWithdrawal.ts';

export const reviewWithdrawal = keyedCallable(contract.reviewWithdrawal, review);

export const completeWithdrawal = keyedCallable(contract.completeWithdrawal, complete);

export const revealPaymentDetails = callable(contract.revealPaymentDetails, reveal, { secrets: ['PAYMENT_KEYS'] });

export const listWithdrawals = callable(contract.listWithdrawals, list);
