import type { AccountPart } from '../platform/manifest/account.ts';
import { claimCode } from './claimReferral.ts';

/** Whoever opens an account with a friend's code claims it at once; whoever is gone is owed nothing. */
export const account: AccountPart = {
  stage: 'firstActs',
  async open(tx, call, { deviceHash, referralCode }) {
    if (referralCode === undefined) return;
    const { wallet } = await claimCode(tx, call, { referralCode, deviceHash });
    return { balances: wallet.balances };
  },
  erase: async ({ uid }) => (await import('./sweepReferralCredits.ts')).voidCredits(uid),
};
