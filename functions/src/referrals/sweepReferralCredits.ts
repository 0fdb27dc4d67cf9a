import { MINUTE_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { readDue } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import { accountExists, standingOf } from '../users/account.ts';
import { holdCredits, settleCredits } from './creditReferrer.ts';
import { claimDoc, heldReferrerDoc } from './store.ts';

/**
 * Pays what was not paid in time, whatever became of its message, and what was held once it can be paid. Whoever cannot be
 * paid steps aside: the next sweep finds others first.
 */
const OVERDUE_MS = 2 * MINUTE_MS;
const CLAIMS_A_SWEEP = 500;
const CLAIMS_A_HOLD = 100;
const REFERRERS_A_SWEEP = 100;
const MAX_PAGES = 100;

export interface Swept {
  /** Claims that were paid, held or declared void. */
  readonly settled: number;
  /** Referrers who could not be paid. */
  readonly failed: number;
}

export async function sweepReferralCredits(nowMs: number): Promise<Swept> {
  let settled = 0;
  let failed = 0;
  const overdue = await overdueClaims(nowMs);
  const held = await heldReferrers(nowMs);
  for (const referrerUid of new Set([...overdue.keys(), ...held])) {
    const claimants = overdue.get(referrerUid) ?? [];
    try {
      if (held.has(referrerUid)) await lookAt(referrerUid, nowMs);
      settled += await settleAll(referrerUid, claimants, nowMs);
    } catch (error) {
      failed += 1;
      log('ERROR', 'referrer could not be paid', { alert: 'referrals.unpaid', referrerUid, ...describeError(error) });
      await stepAside(referrerUid, claimants, nowMs);
    }
  }
  return { settled, failed };
}

/** Claimants by their referrers. */
async function overdueClaims(nowMs: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const due = await readDue({
    group: 'referralClaims',
    where: ['status', 'WAITING'],
    dueField: 'claimedAt',
    dueAtMs: nowMs - OVERDUE_MS,
    limit: CLAIMS_A_SWEEP,
    after: null,
  });
  const claims = due.map(({ id, path, data }) => ({ id, ...parseStored(claimDoc(id).fields, path, data) }));
  const byReferrer = Map.groupBy(claims, ({ referrerUid }) => referrerUid);
  return new Map([...byReferrer].map(([referrerUid, its]) => [referrerUid, its.map(({ id }) => id)]));
}

/** Those who were looked at the longest ago. */
async function heldReferrers(nowMs: number): Promise<ReadonlySet<string>> {
  const due = await readDue({
    group: 'heldReferrers',
    where: ['status', 'HELD'],
    dueField: 'lookedAt',
    dueAtMs: nowMs,
    limit: REFERRERS_A_SWEEP,
    after: null,
  });
  return new Set(due.map(({ id }) => id));
}

/** First of all, so that somebody at whom looking fails comes last the next time. */
async function lookAt(referrerUid: string, nowMs: number): Promise<void> {
  const held = heldReferrerDoc(referrerUid);
  await transact(async (tx) => {
    if ((await tx.get(held)) !== undefined) tx.merge(held, { lookedAt: new Date(nowMs) });
  });
}

/** Page by page, until nothing waits that can be settled; whoever is frozen keeps what is held. */
async function settleAll(referrerUid: string, claimants: readonly string[], nowMs: number): Promise<number> {
  let settled = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const aside = claimants.slice(page * CLAIMS_A_HOLD, (page + 1) * CLAIMS_A_HOLD);
    const changed = await transact(async (tx) => {
      const held = await tx.get(heldReferrerDoc(referrerUid));
      const now = await settleCredits(tx, referrerUid, aside, nowMs);
      if (now > 0 || held?.status !== 'HELD') return now;
      const exists = await accountExists(tx, referrerUid);
      const isFrozen = exists && (await standingOf(tx, referrerUid, nowMs)) === 'frozen';
      if (!isFrozen) tx.merge(heldReferrerDoc(referrerUid), { status: 'FREE' });
      return now;
    });
    settled += changed;
    if (changed === 0 && aside.length === 0) break;
  }
  return settled;
}

/** Nothing waits any more for somebody whose account is closed. */
export async function voidCredits(uid: string): Promise<void> {
  // Nothing is posted for them, so that there is no instant to post it at.
  await settleAll(uid, [], 0);
}

/** What cannot be paid is tried again with what is held; if even that fails, the next sweep finds it where it is. */
async function stepAside(referrerUid: string, claimants: readonly string[], nowMs: number): Promise<void> {
  try {
    for (let at = 0; at < claimants.length; at += CLAIMS_A_HOLD) {
      const some = claimants.slice(at, at + CLAIMS_A_HOLD);
      await transact((tx) => holdCredits(tx, referrerUid, some, nowMs));
    }
  } catch (error) {
    log('ERROR', 'credits of a referrer could not step aside', { referrerUid, ...describeError(error) });
  }
}
