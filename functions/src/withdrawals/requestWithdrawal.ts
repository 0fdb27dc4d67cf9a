import type { z } from 'zod';
import { hasMovedSince, isBoundDevice } from '../devices/bindDevice.ts';
import { devicesConfig } from '../devices/config.ts';
import { lifetimeStats } from '../events/activity.ts';
import { implausibleGames } from '../events/conceal.ts';
import { chargebacksOf } from '../fraud/conduct.ts';
import { fraudConfig } from '../fraud/config.ts';
import { logFraud } from '../fraud/logFraud.ts';
import { isNewAddress, notePlace } from '../fraud/places.ts';
import { type Score, scoreWithdrawal, type Verdict, verdictOf } from '../fraud/rules.ts';
import { invariant } from '../kernel/assert.ts';
import { accept, Refused } from '../kernel/decision.ts';
import { DAY_MS } from '../kernel/time.ts';
import { requireFeature } from '../platform/configuration/feature.ts';
import { isIbanOfItsCountry } from '../platform/formats/iban.ts';
import { ifReadable } from '../platform/storage/sealedFields.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { invalidInput } from '../platform/transport/parseInput.ts';
import { RecordedRefusal } from '../platform/transport/refusal.ts';
import { requireActive } from '../users/account.ts';
import { referralState } from '../users/referral.ts';
import { hold } from '../wallet/hold.ts';
import { getWallet } from '../wallet/post.ts';
import { requireNoDebt } from '../wallet/requireNoDebt.ts';
import { withdrawalsConfig, withdrawalsFeature } from './config.ts';
import { type requestWithdrawal as contract, withdrawalErrors, withdrawalHold } from './contract.ts';
import { type Destination, noteDestination, sealDetails } from './destinations.ts';
import { causeOf, moverOf, tell } from './moveWithdrawal.ts';
import { decideAmount, decideRequest } from './rules.ts';
import { cadenceDoc, fileDoc, withdrawalDoc } from './store.ts';

/**
 * Holds the amount and opens the case. Checks come in a fixed order, each cheaper to fix for the player than the next:
 * amount, device, account, debt, balance, frequency, activity, risk.
 */
type Input = z.output<typeof contract.input>;

export async function requestWithdrawal(tx: Tx, call: Call, input: Input, withdrawalId: string) {
  const { uid, nowMs, economy } = call;
  const config = economy.of(withdrawalsConfig);
  requireFeature(economy, withdrawalsFeature, uid);
  await requireRealAccount(input);
  accept(decideAmount(input.amount, config));
  if (!(await isBoundDevice(tx, uid, input.deviceHash))) throw new Refused(withdrawalErrors['wrong-device']);
  await requireActive(tx, call);
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  await requireNoDebt(tx, uid);
  const { gamesWon, adsWatched } = await lifetimeStats(tx, uid);
  const lastRequestMs = (await tx.get(cadenceDoc(uid)))?.lastWithdrawalMs ?? null;
  const { available } = wallet.balances.coins;
  accept(decideRequest({ amount: input.amount, available, lastRequestMs, gamesWon, adsWatched }, nowMs, config));
  const destination = await noteDestination(tx, input.paymentDetails, uid);
  const score = await scoreOf(tx, call, { sharedDestination: destination.isShared, lastRequestMs });
  const verdict = await judge(tx, call, score, withdrawalId);
  await notePlace(tx, call);
  tx.merge(cadenceDoc(uid), { lastWithdrawalMs: nowMs });
  const posted = await hold(
    tx,
    { uid, holdId: withdrawalId, currency: 'coins', amount: input.amount, kind: withdrawalHold, expiresAtMs: null },
    causeOf(moverOf(call)),
  );
  openCase(tx, call, input, { withdrawalId, destination, flagged: verdict === 'review' });
  await tell(tx, call, { withdrawalId, uid, amount: input.amount, previous: null, status: 'PENDING' });
  return { withdrawalId, status: 'PENDING' as const, amount: input.amount, balances: posted.wallet.balances };
}

/** The contract has seen that it may be an IBAN; its country says whether it is one. */
async function requireRealAccount(input: Input): Promise<void> {
  if (input.method !== 'bank' || (await isIbanOfItsCountry(input.paymentDetails.iban))) return;
  throw invalidInput(['paymentDetails.iban: not a valid IBAN']);
}

interface Circumstances {
  readonly sharedDestination: boolean;
  readonly lastRequestMs: number | null;
}

async function scoreOf(tx: Tx, call: Call, { sharedDestination, lastRequestMs }: Circumstances): Promise<Score> {
  const { uid, nowMs } = call;
  const stats = await lifetimeStats(tx, uid);
  const record = await ifReadable(recordOf(tx, call));
  const facts = {
    unusualPlace: record?.newAddress === true || (await isNewDevice(tx, call, lastRequestMs)),
    accountAgeMs: nowMs - (await referralState(tx, uid)).createdAt,
    gamesWon: stats.gamesWon,
    adsWatched: stats.adsWatched,
    implausible: record?.implausible ?? 0,
    chargebacks: await chargebacksOf(tx, uid),
    sharedDestination,
    unreadableRecord: record === undefined,
  };
  return scoreWithdrawal(facts, call.economy.of(fraudConfig));
}

/** What is sealed of the player. */
async function recordOf(tx: Tx, call: Call) {
  return {
    newAddress: await isNewAddress(tx, call),
    implausible: await implausibleGames(tx, call.uid),
  };
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
  readonly destination: Destination;
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
    destination: destination.destination,
    formerly: [...destination.formerly],
    approvals: [],
    flagged,
    history: [{ status: 'PENDING', atMs: nowMs, actor: uid, note: null }],
  });
}
