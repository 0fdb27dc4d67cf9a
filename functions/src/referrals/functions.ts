import { keyedCallable } from '../platform/callable.ts';
import { consumerFunction } from '../platform/consumer.ts';
import { schedule } from '../platform/schedule.ts';
import { claimReferral as useCase } from './claimReferral.ts';
import { claimReferral as contract } from './contract.ts';
import { creditReferrer as consumer, sweepReferralCredits } from './creditReferrer.ts';

export const claimReferral = keyedCallable(contract, useCase);

export const creditReferrer = consumerFunction(consumer);

export const sweepReferrals = schedule({ name: 'sweepReferrals', schedule: 'every 5 minutes' }, sweepReferralCredits);
