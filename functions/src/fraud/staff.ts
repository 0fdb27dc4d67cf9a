import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { followUp, followUpOn } from './followUp.ts';
import { listReviewQueue as list } from './listReviewQueue.ts';
import { reviewFraud as review } from './reviewFraud.ts';
import { setStanding as impose } from './setStanding.ts';

export const reviewFraud = keyedCallable(contract.reviewFraud, review, {
  afterCommit: ({ nowMs }, { logId }) => followUpOn(logId, nowMs),
});

export const setStanding = keyedCallable(contract.setStanding, impose, {
  afterCommit: ({ nowMs }, { uid }) => followUp(uid, nowMs),
});

export const listReviewQueue = callable(contract.listReviewQueue, list);
