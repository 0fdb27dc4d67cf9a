import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { listReviewQueue as list } from './listReviewQueue.ts';
import { reviewFraud as review } from './reviewFraud.ts';

export const reviewFraud = keyedCallable(contract.reviewFraud, review);

export const listReviewQueue = callable(contract.listReviewQueue, list);
