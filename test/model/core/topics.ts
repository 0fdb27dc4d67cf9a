/** Who listens to what in the deployment; the model's own consumer listens to `reward.earned`. */
export const CONSUMERS: Readonly<Record<string, readonly string[]>> = {
  'referral.claimed': ['creditReferrer', 'notifyReferrer', 'auditReferral'],
  'withdrawal.updated': ['notifyWithdrawal', 'auditWithdrawal'],
};

/** What Pub/Sub adds to a message that a consumer's subscription has failed at too often. */
export function givenUpBy(consumer: string): Readonly<Record<string, string>> {
  return {
    CloudPubSubDeadLetterSourceSubscription: `eventarc-us-central1-${consumer.toLowerCase()}-816247-sub-403`,
    CloudPubSubDeadLetterSourceDeliveryCount: '10',
  };
}
