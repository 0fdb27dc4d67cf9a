/** Who listens to what in the deployment; the model's own consumer listens to `reward.earned`. */
export const CONSUMERS: Readonly<Record<string, readonly string[]>> = {
  'referral.claimed': ['creditReferrer', 'notifyReferrer', 'auditReferral'],
  'withdrawal.updated': ['notifyWithdrawal', 'auditWithdrawal'],
};
