import { auditReferral, auditWithdrawal } from '../audit/recordMoney.ts';
import { notifyReferrer, notifyWithdrawal } from '../notifications/notify.ts';
import type { Consumer } from '../platform/messaging/consumer.ts';
import { creditReferrer } from '../referrals/creditReferrer.ts';

/** Who hears of what: every consumer that is deployed. */
export const CONSUMERS: readonly Consumer[] = [
  auditReferral,
  auditWithdrawal,
  creditReferrer,
  notifyReferrer,
  notifyWithdrawal,
];

/** The subscription that a deployment makes for a consumer has the function's name in its own, in lower case. */
export function consumerOf(subscription: string): Consumer | undefined {
  return CONSUMERS.find(({ name }) => subscription.toLowerCase().includes(`-${name.toLowerCase()}-`));
}
