import { sumAmounts } from '../kernel/money.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { defineConsumer } from '../platform/messaging/consumer.ts';
import { currentTrace } from '../platform/runtime/context.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { readCandidates, readDue } from '../platform/storage/reader.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import { hasOwner } from '../users/account.ts';
import { post } from '../wallet/post.ts';
import { transferLegs } from '../wallet/rules.ts';
import { referralClaimed } from './contract.ts';
import { type Claim, claimDoc } from './store.ts';

/**
 * Pays referrers. Whoever comes first takes all claims that wait for the same referrer in one posting, so a burst of
 * claims is a few postings and no queue at the referrer's account; the others find nothing left to do.
 */
const CLAIMS_A_POSTING = 50;

/** What says that a claim was paid is the claim itself. */
export const creditReferrer = defineConsumer('creditReferrer', referralClaimed, async (tx, message, nowMs) => {
  await payWaiting(tx, message.data.referrerUid, nowMs);
});

/** Posts what waits for a referrer, up to {@link CLAIMS_A_POSTING} claims; answers how many it paid. */
export async function payWaiting(tx: Tx, referrerUid: string, nowMs: number): Promise<number> {
  const waiting = await readCandidates({
    collection: 'referralClaims',
    where: ['waitingFor', referrerUid],
    limit: CLAIMS_A_POSTING,
  });
  const docs = waiting.map((id) => claimDoc(id));
  await tx.load(docs);
  const claims: Claim[] = [];
  for (const doc of docs) {
    const claim = await tx.get(doc);
    if (claim?.waitingFor === referrerUid) claims.push(claim);
  }
  if (claims.length === 0) return 0;
  for (const { uid } of claims) tx.merge(claimDoc(uid), { waitingFor: null, status: 'PAID' });
  if (!(await hasOwner(tx, referrerUid))) {
    log('WARNING', 'referrer has no account any more', { referrerUid, claims: claims.length });
    return claims.length;
  }
  const economy = await currentEconomy(nowMs);
  const total = sumAmounts(claims.map(({ reward }) => reward));
  await post(tx, referrerUid, {
    type: 'referral.credit',
    postedAtMs: nowMs,
    legs: transferLegs('rewards', 'coins', total),
    reference: `referralClaims:${claims.length}`,
    actor: 'system:creditReferrer',
    correlationId: currentTrace()?.correlationId ?? 'none',
    configVersion: economy.version,
    details: { claims: claims.length },
  });
  return claims.length;
}

const OVERDUE_MS = 2 * MINUTE_MS;
const CLAIMS_A_SWEEP = 500;

/** Pays what was not paid in time, whatever became of its message. */
export async function sweepReferralCredits(nowMs: number): Promise<{ readonly paid: number; readonly failed: number }> {
  const due = await readDue({
    group: 'referralClaims',
    where: ['status', 'WAITING'],
    dueField: 'claimedAt',
    dueAtMs: nowMs - OVERDUE_MS,
    limit: CLAIMS_A_SWEEP,
    after: null,
  });
  const referrers = new Set(due.map(({ id, path, data }) => parseStored(claimDoc(id).fields, path, data).referrerUid));
  let paid = 0;
  let failed = 0;
  for (const referrerUid of referrers) {
    try {
      paid += await transact((tx) => payWaiting(tx, referrerUid, nowMs));
    } catch (error) {
      failed += 1;
      log('ERROR', 'referrer could not be paid', { alert: 'referrals.unpaid', referrerUid, ...describeError(error) });
    }
  }
  return { paid, failed };
}
