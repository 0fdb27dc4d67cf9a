import type { Settled } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import { dayNumber } from './calendar.ts';
import { enterLedger } from './ledger.ts';
import type { Oracle } from './state.ts';

/**
 * What a commit has paid to owners of codes, by the claims that it took off the list: each must have been owed, and all
 * of one owner's are one posting. An account that is gone is paid nothing.
 */
export function payReferrers(oracle: Oracle, { writes, nowMs }: Pick<Settled, 'writes' | 'nowMs'>): undefined {
  const totals = new Map<string, number>();
  for (const { path, before, after } of writes) {
    if (!path.startsWith('referralClaims/') || before?.status !== 'WAITING' || after?.status !== 'PAID') continue;
    const owed = oracle.referrals.get(path.slice('referralClaims/'.length));
    demand(owed !== undefined && !owed.paid, () => `${path} was paid, which was not owed`);
    owed.paid = true;
    totals.set(owed.referrer, (totals.get(owed.referrer) ?? 0) + owed.reward);
  }
  for (const [referrer, total] of totals) {
    const account = oracle.accounts.get(referrer);
    if (account === undefined || account.standing === 'deleted') continue;
    const legs = { available: total, rewards: -total };
    const cause = { reference: null, actor: 'system:creditReferrer', configVersion: null, day: dayNumber(nowMs) };
    enterLedger(account, { type: 'referral.credit', currency: 'coins', legs, ...cause });
  }
  return;
}
