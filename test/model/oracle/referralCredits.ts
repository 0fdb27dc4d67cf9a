import type { Settled, Write } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import { dayNumber } from './calendar.ts';
import { enterLedger } from './ledger.ts';
import type { Credit, Referral } from './records.ts';
import { standingNow } from './standing.ts';
import type { Oracle } from './state.ts';

/**
 * What a commit has paid to owners of codes, by the claims that it took off the list: each must have been owed, and all
 * of one owner's are one posting. Only those who are frozen wait, and only the banned and the gone are paid nothing.
 */
export function payReferrers(oracle: Oracle, { writes, nowMs }: Pick<Settled, 'writes' | 'nowMs'>): undefined {
  const totals = new Map<string, number>();
  for (const write of writes) {
    const owed = settledBy(oracle, write, nowMs);
    if (owed?.credit === 'PAID') totals.set(owed.referrer, (totals.get(owed.referrer) ?? 0) + owed.reward);
  }
  for (const [referrer, total] of totals) {
    const account = oracle.accounts.get(referrer);
    if (account === undefined) continue;
    const legs = { available: total, rewards: -total };
    const cause = { reference: null, actor: 'system:creditReferrer', configVersion: null, day: dayNumber(nowMs) };
    enterLedger(account, { type: 'referral.credit', currency: 'coins', legs, ...cause });
  }
  return;
}

const FROM: Readonly<Record<Credit, readonly Credit[]>> = {
  WAITING: [],
  HELD: ['WAITING'],
  PAID: ['WAITING', 'HELD'],
  VOID: ['WAITING', 'HELD'],
};

const STANDINGS: Readonly<Record<Credit, readonly string[]>> = {
  WAITING: [],
  // What a sweep fails at steps aside as well, and is settled by a later one: whoever is not frozen is owed nothing at rest.
  HELD: ['frozen', 'active', 'banned', 'deleted'],
  PAID: ['active'],
  VOID: ['banned', 'deleted'],
};

/** The claim that a write has settled; undefined where it is about something else. */
function settledBy(oracle: Oracle, { path, before, after }: Write, nowMs: number): Referral | undefined {
  if (!path.startsWith('referralClaims/') || before === undefined) return undefined;
  const owed = oracle.referrals.get(path.slice('referralClaims/'.length));
  const now: Credit = after?.status;
  const referrer = oracle.accounts.get(owed?.referrer ?? '');
  const standing = referrer === undefined ? 'deleted' : standingNow(referrer, nowMs);
  const isDue = owed !== undefined && FROM[now]?.includes(owed.credit) === true;
  demand(isDue, () => `${path} became ${now}, and was ${owed?.credit}`);
  demand(STANDINGS[now].includes(standing), () => `${path} became ${now}, though ${owed.referrer} is ${standing}`);
  owed.credit = now;
  return owed;
}

/** Whether nothing more is to happen for a claim, as its owner stands now. */
export function isSettled(oracle: Oracle, { credit, referrer }: Referral): boolean {
  const isFrozen = oracle.accounts.get(referrer)?.standing === 'frozen';
  return credit === 'PAID' || credit === 'VOID' || (credit === 'HELD' && isFrozen);
}
