import type { Tx } from '../platform/storage/transaction.ts';
import { type Standing, standingAt } from './standingRules.ts';
import { accountDoc } from './store.ts';

/** An account as staff see it at a glance. */
export interface AccountSummary {
  readonly standing: Standing;
  /** When the standing ends by itself, epoch milliseconds; null where only a decision ends it. */
  readonly standingUntil: number | null;
  readonly createdAt: number;
  readonly country: string | null;
  readonly appVersion: string | null;
  readonly referralCode: string;
  readonly referredBy: string | null;
}

/** Of those who have an account; nobody else is in it. */
export async function accountSummaries(
  tx: Tx,
  uids: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, AccountSummary>> {
  await tx.load(uids.map(accountDoc));
  const found = new Map<string, AccountSummary>();
  for (const uid of uids) {
    const account = await tx.get(accountDoc(uid));
    if (account === undefined) continue;
    const standing = standingAt(account, nowMs);
    const { createdAt, country, appVersion, referralCode, referredBy } = account;
    // What has ended already ends no more.
    const standingUntil = standing === account.status ? account.standingUntil : null;
    found.set(uid, { standing, standingUntil, createdAt, country, appVersion, referralCode, referredBy });
  }
  return found;
}
