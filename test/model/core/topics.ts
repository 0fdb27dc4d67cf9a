/** Who listens to what in the deployment; the model's own consumer listens to `reward.earned`. */
export const CONSUMERS: Readonly<Record<string, readonly string[]>> = {
  'referral.claimed': ['creditReferrer', 'notifyReferrer', 'auditReferral'],
  'withdrawal.updated': ['notifyWithdrawal', 'auditWithdrawal'],
};

/** The deployed function of each topic, whose one subscription brings a message to all of its consumers. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  'referral.claimed': 'onReferralClaimed',
  'withdrawal.updated': 'onWithdrawalUpdated',
};

/** What Pub/Sub adds to a message that a function's subscription has failed at too often. */
export function givenUpBy(deployed: string): Readonly<Record<string, string>> {
  return {
    CloudPubSubDeadLetterSourceSubscription: `eventarc-us-central1-${deployed.toLowerCase()}-816247-sub-403`,
    CloudPubSubDeadLetterSourceDeliveryCount: '10',
  };
}
