import type { z } from 'zod';
import { hasMovedSince, isBoundDevice } from '../devices/bindDevice.ts';
import { devicesConfig } from '../devices/config.ts';
import { lifetimeStats } from '../events/activity.ts';
import { chargebacksOf } from '../fraud/conduct.ts';
import { fraudConfig } from '../fraud/config.ts';
import { logFraud } from '../fraud/logFraud.ts';
import { addressesOf, notePlace } from '../fraud/places.ts';
import { type Score, scoreWithdrawal, type Verdict, verdictOf } from '../fraud/rules.ts';
import { invariant } from '../kernel/assert.ts';
import { accept, Refused } from '../kernel/decision.ts';
import { DAY_MS } from '../kernel/time.ts';
import { requireFeature } from '../platform/configuration/feature.ts';
import { keyedHash } from '../platform/crypto/keyedHash.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { RecordedRefusal } from '../platform/transport/refusal.ts';
import { requireActive } from '../users/account.ts';
import { referralState } from '../users/referral.ts';
import { hold } from '../wallet/hold.ts';
import { getWallet } from '../wallet/post.ts';
import { withdrawalsConfig, withdrawalsFeature } from './config.ts';
import { type requestWithdrawal as contract, withdrawalErrors } from './contract.ts';
import { destinationHash, sealDetails, shareDestination } from './destinations.ts';
import { causeOf, tell } from './moveWithdrawal.ts';
import { decideAmount, decideRequest } from './rules.ts';
import { cadenceDoc, fileDoc, withdrawalDoc } from './store.ts';

/**
 * Holds the amount and opens the case. Checks come in a fixed order, each cheaper to fix for the player than the next:
 * amount, device, account, balance, frequency, activity, risk.
 */
type Input = z.output<typeof contract.input>;

export async function requestWithdrawal(tx: Tx, call: Call, input: Input, withdrawalId: string) {
  const { uid, nowMs, economy } = call;
  const config = economy.of(withdrawalsConfig);
  requireFeature(economy, withdrawalsFeature, uid);
  accept(decideAmount(input.amount, config));
  if (!(await isBoundDevice(tx, uid, input.deviceHash))) throw new Refused(withdrawalErrors['wrong-device']);
  await requireActive(tx, uid, call.caller.signedInAtMs);
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { gamesWon, adsWatched } = await lifetimeStats(tx, uid);
  const lastRequestMs = (await tx.get(cadenceDoc(uid)))?.lastWithdrawalMs ?? null;
  const { available } = wallet.balances.coins;
  accept(decideRequest({ amount: input.amount, available, lastRequestMs, gamesWon, adsWatched }, nowMs, config));
  const destination = destinationHash(input.paymentDetails);
  const score = await scoreOf(tx, call, { destination, lastRequestMs });
  const verdict = await judge(tx, call, score, withdrawalId);
  await notePlace(tx, call);
  tx.merge(cadenceDoc(uid), { lastWithdrawalMs: nowMs });
  const posted = await hold(
    tx,
    { uid, holdId: withdrawalId, currency: 'coins', amount: input.amount, reference: 'withdrawal', expiresAtMs: null },
    causeOf(call),
  );
  openCase(tx, call, input, { withdrawalId, destination, flagged: verdict === 'review' });
  await tell(tx, call, { withdrawalId, uid, amount: input.amount, previous: null, status: 'PENDING' });
  return { withdrawalId, status: 'PENDING' as const, amount: input.amount, balances: posted.wallet.balances };
}

interface Circumstances {
  readonly destination: string;
  readonly lastRequestMs: number | null;
}

async function scoreOf(tx: Tx, call: Call, { destination, lastRequestMs }: Circumstances): Promise<Score> {
  const { uid, nowMs } = call;
  const stats = await lifetimeStats(tx, uid);
  const facts = {
    unusualPlace: (await isNewAddress(tx, call)) || (await isNewDevice(tx, call, lastRequestMs)),
    accountAgeMs: nowMs - (await referralState(tx, uid)).createdAt,
    gamesWon: stats.gamesWon,
    adsWatched: stats.adsWatched,
    implausible: stats.implausible,
    chargebacks: await chargebacksOf(tx, uid),
    sharedDestination: await shareDestination(tx, destination, uid),
  };
  return scoreWithdrawal(facts, call.economy.of(fraudConfig));
}

/** Where nothing is remembered, nothing is unusual. */
async function isNewAddress(tx: Tx, call: Call): Promise<boolean> {
  const usual = await addressesOf(tx, call);
  return usual.length > 0 && !usual.includes(keyedHash(call.address));
}

/** A device that the account has moved to is usual once it has withdrawn from there, or after the window of moves. */
async function isNewDevice(tx: Tx, call: Call, lastRequestMs: number | null): Promise<boolean> {
  const windowMs = call.economy.of(devicesConfig).changeWindowDays * DAY_MS;
  return hasMovedSince(tx, call.uid, Math.max(lastRequestMs ?? 0, call.nowMs - windowMs));
}

async function judge(tx: Tx, call: Call, score: Score, withdrawalId: string): Promise<Verdict> {
  const { blockAbove, reviewAbove } = call.economy.of(fraudConfig).withdrawal;
  const verdict = verdictOf(score.total, { blockAbove, reviewAbove });
  if (verdict === 'pass') return verdict;
  const suspicion = { kind: 'withdrawal', verdict, score, subject: `withdrawals/${withdrawalId}` } as const;
  if (verdict === 'block') {
    throw new RecordedRefusal(withdrawalErrors.blocked, {}, (own) => logFraud(own, call, suspicion));
  }
  await logFraud(tx, call, suspicion);
  return verdict;
}

interface Case {
  readonly withdrawalId: string;
  readonly destination: string;
  readonly flagged: boolean;
}

function openCase(tx: Tx, call: Call, input: Input, { withdrawalId, destination, flagged }: Case): void {
  const { uid, nowMs } = call;
  const { amount, method } = input;
  const now = new Date(nowMs);
  tx.create(withdrawalDoc(withdrawalId), { uid, amount, method, status: 'PENDING', requestedAt: now, updatedAt: now });
  tx.create(fileDoc(withdrawalId), {
    uid,
    sealedDetails: sealDetails(input.paymentDetails, withdrawalId),
    destination,
    approvals: [],
    flagged,
    history: [{ status: 'PENDING', atMs: nowMs, actor: uid, note: null }],
  });
}
