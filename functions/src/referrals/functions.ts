import { consumerFunction } from '../platform/messaging/consumer.ts';
import { keyedCallable } from '../platform/transport/callable.ts';
import { schedule } from '../platform/transport/schedule.ts';
import { claimReferral as useCase } from './claimReferral.ts';
import { claimReferral as contract } from './contract.ts';
import { creditReferrer as consumer, sweepReferralCredits } from './creditReferrer.ts';

export const claimReferral = keyedCallable(contract, useCase);

export const creditReferrer = consumerFunction(consumer);

export const sweepReferrals = schedule({ name: 'sweepReferrals', schedule: 'every 5 minutes' }, sweepReferralCredits);
