import { sumAmounts } from '../kernel/money.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { defineConsumer } from '../platform/messaging/consumer.ts';
import { currentTrace } from '../platform/runtime/context.ts';
import { log } from '../platform/runtime/log.ts';
import { readCandidates } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { accountExists, standingOf } from '../users/account.ts';
import { post } from '../wallet/post.ts';
import { transferLegs } from '../wallet/rules.ts';
import { referralClaimed, referralPaid } from './contract.ts';
import { type Claim, claimDoc, heldReferrerDoc } from './store.ts';

/**
 * Pays referrers. Whoever comes first takes all claims that wait for the same referrer in one posting, so a burst of
 * claims is a few postings and no queue at the referrer's account; the others find nothing left to do. Whoever is frozen
 * is paid once cleared, and whoever is banned or gone is owed nothing any more.
 */
const CLAIMS_A_POSTING = 50;

/** What says that a claim was paid, held or is void is the claim itself. */
export const creditReferrer = defineConsumer('creditReferrer', referralClaimed, async (tx, message, nowMs) => {
  await settleCredits(tx, message.data.referrerUid, [message.uid], nowMs);
});

/**
 * Settles what waits for a referrer, up to {@link CLAIMS_A_POSTING} claims, or holds the claims of these claimants where
 * nobody can be paid now; answers how many claims it has changed.
 */
export async function settleCredits(
  tx: Tx,
  referrerUid: string,
  claimants: readonly string[],
  nowMs: number,
): Promise<number> {
  const standing = (await accountExists(tx, referrerUid)) ? await standingOf(tx, referrerUid, nowMs) : 'deleted';
  if (standing === 'frozen') return holdCredits(tx, referrerUid, claimants, nowMs);
  const claims = await claimsOf(tx, referrerUid, await idsOfWaiting(referrerUid));
  if (claims.length === 0) return 0;
  const status = standing === 'active' ? 'PAID' : 'VOID';
  for (const { uid } of claims) tx.merge(claimDoc(uid), { waitingFor: null, status });
  if (standing === 'active') await pay(tx, referrerUid, claims, nowMs);
  else log('WARNING', 'referrer is not paid any more', { referrerUid, standing, claims: claims.length });
  return claims.length;
}

/** Lets claims step aside until their referrer can be paid, so that they keep nobody else's waiting. */
export async function holdCredits(
  tx: Tx,
  referrerUid: string,
  claimants: readonly string[],
  nowMs: number,
): Promise<number> {
  const waiting = (await claimsOf(tx, referrerUid, claimants)).filter(({ status }) => status === 'WAITING');
  for (const { uid } of waiting) tx.merge(claimDoc(uid), { status: 'HELD' });
  if (waiting.length === 0) return 0;
  const held = heldReferrerDoc(referrerUid);
  await tx.get(held);
  tx.merge(held, { status: 'HELD', lookedAt: new Date(nowMs) });
  return waiting.length;
}

function idsOfWaiting(referrerUid: string): Promise<string[]> {
  return readCandidates({
    collection: 'referralClaims',
    where: ['waitingFor', referrerUid],
    limit: CLAIMS_A_POSTING,
  });
}

/** Those of these claims that the referrer is still owed for. */
async function claimsOf(tx: Tx, referrerUid: string, claimants: readonly string[]): Promise<Claim[]> {
  const docs = claimants.map((uid) => claimDoc(uid));
  await tx.load(docs);
  const claims: Claim[] = [];
  for (const doc of docs) {
    const claim = await tx.get(doc);
    if (claim?.waitingFor === referrerUid) claims.push(claim);
  }
  return claims;
}

async function pay(tx: Tx, referrerUid: string, claims: readonly Claim[], nowMs: number): Promise<void> {
  const economy = await currentEconomy(nowMs);
  const total = sumAmounts(claims.map(({ reward }) => reward));
  await post(tx, referrerUid, {
    kind: referralPaid,
    postedAtMs: nowMs,
    legs: transferLegs('rewards', 'coins', total),
    reference: `referralClaims:${claims.length}`,
    actor: 'system:creditReferrer',
    correlationId: currentTrace()?.correlationId ?? 'none',
    configVersion: economy.version,
    details: { claims: claims.length },
  });
}
