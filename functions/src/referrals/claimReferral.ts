import type { z } from 'zod';
import { deviceHolders, isBoundDevice, isUsedDevice } from '../devices/bindDevice.ts';
import { lifetimeStats } from '../events/activity.ts';
import { fraudConfig } from '../fraud/config.ts';
import { logFraud } from '../fraud/logFraud.ts';
import { countClaim, isWhereLastSeen, notePlace } from '../fraud/places.ts';
import { type Score, scoreClaim, verdictOf } from '../fraud/rules.ts';
import { accept } from '../kernel/decision.ts';
import { utcDay } from '../kernel/time.ts';
import { requireFeature } from '../platform/configuration/feature.ts';
import { message } from '../platform/messaging/outbox.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { RecordedRefusal } from '../platform/transport/refusal.ts';
import { requireActive } from '../users/account.ts';
import { codeOwner, referralState, setReferrer } from '../users/referral.ts';
import { eventIdOf } from '../wallet/eventId.ts';
import { handOver } from '../wallet/journal.ts';
import { post } from '../wallet/post.ts';
import { transferLegs, type Wallet } from '../wallet/rules.ts';
import { referralsConfig, referralsFeature } from './config.ts';
import { type claimReferral as contract, referralClaimed, referralErrors, referralUsed } from './contract.ts';
import { decideClaim } from './rules.ts';
import { claimDoc } from './store.ts';

/**
 * Credits the caller at once, and leaves what the referrer is owed as a document of the claim: a code that thousands
 * claim at the same time never makes its owner's account a hot spot.
 */
type Input = z.output<typeof contract.input>;

export async function claimReferral(tx: Tx, call: Call, input: Input) {
  await requireActive(tx, call);
  const { referrerUid, reward, wallet } = await claimCode(tx, call, input);
  return { referrerUid, reward, balances: wallet.balances };
}

export interface ClaimedCode {
  readonly referrerUid: string;
  readonly reward: number;
  readonly wallet: Wallet;
}

/** The claim itself, for an account that exists or is being created in this transaction. */
export async function claimCode(
  tx: Tx,
  call: Call,
  { referralCode, deviceHash }: Pick<Input, 'referralCode' | 'deviceHash'>,
): Promise<ClaimedCode> {
  const { uid, economy } = call;
  requireFeature(economy, referralsFeature, uid);
  const state = await referralState(tx, uid);
  const holders = await deviceHolders(tx, uid, deviceHash);
  const onBoundDevice = await isBoundDevice(tx, uid, deviceHash);
  const owner = await codeOwner(tx, referralCode);
  const code = { uid, onBoundDevice, referrerUid: owner, deviceHolders: holders };
  const deviceUsed = await isUsedDevice(tx, uid, deviceHash);
  const referrersReferrer = owner === null ? null : await referrerOf(tx, owner);
  const referrerUid = accept(decideClaim({ ...code, deviceUsed, referredBy: state.referredBy, referrersReferrer }));
  const elsewhere = holders.some((holder) => holder !== uid);
  const score = await scoreOf(tx, call, { referrerUid, createdAt: state.createdAt, elsewhere });
  refuseSuspicious(call, score, referrerUid);
  setReferrer(tx, uid, referrerUid);
  await notePlace(tx, call);
  return credit(tx, call, referrerUid);
}

/**
 * Whose code somebody has claimed. Their claim says so as well as their account, and is hardly ever written: a code that
 * is claimed all the time keeps its owner from nothing.
 */
async function referrerOf(tx: Tx, uid: string): Promise<string | null> {
  return (await tx.get(claimDoc(uid)))?.referrerUid ?? null;
}

interface Circumstances {
  readonly referrerUid: string;
  readonly createdAt: number;
  readonly elsewhere: boolean;
}

async function scoreOf(tx: Tx, call: Call, { referrerUid, createdAt, elsewhere }: Circumstances): Promise<Score> {
  const stats = await lifetimeStats(tx, call.uid);
  const facts = {
    accountAgeMs: call.nowMs - createdAt,
    coinsEarned: stats.coinsEarned,
    adsOrSpins: stats.adsWatched + stats.spinsUsed,
    sameAddressAsReferrer: await isWhereLastSeen(referrerUid, call),
    deviceSeenElsewhere: elsewhere,
    claimsFromAddress: await countClaim(tx, call),
  };
  return scoreClaim(facts, call.economy.of(fraudConfig));
}

function refuseSuspicious(call: Call, score: Score, referrerUid: string): void {
  const { blockAbove } = call.economy.of(fraudConfig).claim;
  if (verdictOf(score.total, { blockAbove }) === 'pass') return;
  const suspicion = { kind: 'referral', verdict: 'block', score, subject: `users/${referrerUid}` } as const;
  throw new RecordedRefusal(referralErrors.blocked, {}, (tx) => logFraud(tx, call, suspicion));
}

async function credit(tx: Tx, call: Call, referrerUid: string): Promise<ClaimedCode> {
  const { uid, nowMs, correlationId, economy } = call;
  const reward = economy.of(referralsConfig).rewardCoins;
  const { wallet, posting } = await post(tx, uid, {
    kind: referralUsed,
    postedAtMs: nowMs,
    legs: transferLegs('rewards', 'coins', reward),
    // Sealed for ever, and so nobody else's name.
    reference: 'referral',
    actor: uid,
    correlationId,
    configVersion: economy.version,
    details: {},
  });
  const owed = { waitingFor: referrerUid, status: 'WAITING' as const };
  tx.create(claimDoc(uid), { uid, referrerUid, reward, claimedAt: new Date(nowMs), ...owed });
  const facts = { eventId: eventIdOf(uid, posting), occurredAt: nowMs, correlationId, uid };
  await handOver(tx, { uid, date: utcDay(nowMs) }, [message(referralClaimed, facts, { referrerUid, reward })], nowMs);
  return { referrerUid, reward, wallet };
}
