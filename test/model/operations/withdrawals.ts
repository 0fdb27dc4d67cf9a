import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { drawNonsense, drawPayment } from '../core/drawDetails.ts';
import { drawReference, type Reference, resolve } from '../core/named.ts';
import type { Kind } from '../core/operation.ts';
import { DAY } from '../oracle/calendar.ts';
import { boundDevice } from '../oracle/devices.ts';
import { isOnFor } from '../oracle/economy.ts';
import { storedScope } from '../oracle/keys.ts';
import { balancesOf, owesAnything } from '../oracle/ledger.ts';
import { isElsewhere, visit } from '../oracle/places.ts';
import type { Status } from '../oracle/records.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { type Account, answered, type Oracle, refused } from '../oracle/state.ts';
import { blockLater, enterSuspicion, evidenceOf, recordBlock, type Suspected, totalOf } from '../oracle/suspicion.ts';
import { destinationOf, isTooSoon, knownWithdrawal, move, open } from '../oracle/withdrawals.ts';

/** What players do to cash out. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'requestWithdrawal',
    weight: 14,
    access: 'player',
    sensitive: true,
    keyed: true,
    keptForGood: true,
    draw(scene, random) {
      const uid = random.pick(scene.players);
      const amount = random.chance(0.7) ? 'half' : random.pick([500, random.int(50, 5_000), 50_000]);
      const deviceHash = random.chance(0.93) ? 'bound' : random.pick(scene.devices);
      const invalid = random.chance(0.02);
      const payment = invalid ? drawNonsense(random) : drawPayment(scene, uid, random);
      return { uid, data: { amount, deviceHash, ...payment, idempotencyKey: scene.nextName() }, invalid };
    },
    wire: (data, oracle, params) => affordable(boundDevice(data, oracle, params), oracle, params),
    decide: request,
    follows: recordBlock,
  }),
  callableKind({
    name: 'cancelWithdrawal',
    weight: 4,
    access: 'player',
    keyed: true,
    draw(scene, random) {
      const withdrawal = { ...drawReference(scene, random), wild: random.chance(0.1) };
      return { uid: random.pick(scene.players), data: { withdrawal, idempotencyKey: scene.nextName() } };
    },
    wire: (data, oracle, { uid }) => withdrawalSent(data, oracle, ['PENDING', 'APPROVED'], uid),
    decide(deciding) {
      const { oracle, uid, sent, nowMs, signedInAtMs } = deciding;
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs, signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      const withdrawal = knownWithdrawal(oracle, sent.withdrawalId);
      if (withdrawal?.uid !== uid) return refused('withdrawals/unknown');
      const refusal = move({ ...deciding, actor: uid }, withdrawal, 'cancel');
      if (refusal !== undefined) return refusal;
      return answered({ withdrawalId: withdrawal.id, status: 'CANCELLED', balances: balancesOf(account) });
    },
  }),
];

/** Half of what the player has, or as much of it as it takes by default. */
function affordable(data: any, oracle: Oracle, { uid }: { readonly uid: string }): any {
  if (data.amount !== 'half') return data;
  const { available } = oracle.accounts.get(uid)?.money.coins ?? { available: 0 };
  return { ...data, amount: Math.max(1, Math.min(500, available), Math.min(100_000, Math.floor(available / 2))) };
}

/** Names a withdrawal in one of these states, if there is one: of a player's own, where somebody is given. */
export function withdrawalSent(data: any, oracle: Oracle, states: readonly Status[], owner?: string): any {
  const { withdrawal, ...rest }: { withdrawal: Reference } = data;
  const all = [...oracle.withdrawals.values()];
  const own = all.filter(({ uid, status }) => (owner === undefined || uid === owner) && states.includes(status));
  const choices = { fitting: own.map(({ id }) => id), all: all.map(({ id }) => id) };
  return { ...rest, withdrawalId: resolve(oracle, withdrawal, choices, '0'.repeat(64)) };
}

/** Amount, device, account, debt, balance, one a day, activity, risk: the first that is wrong is told. */
function request(deciding: Deciding): Answer {
  const { oracle, uid, sent, rules, nowMs, signedInAtMs } = deciding;
  const limits = rules.withdrawals;
  const { amount, paymentDetails } = sent;
  if (!isOnFor('withdrawals', rules.withdrawalsOn, uid)) return refused('platform/feature-off');
  if (amount < limits.minAmount || amount > limits.maxAmount) return refused('withdrawals/amount-out-of-range');
  const account = oracle.accounts.get(uid);
  if (account?.device !== sent.deviceHash) return refused('withdrawals/wrong-device');
  const reason = mayNotAct(account, nowMs, signedInAtMs);
  if (reason !== undefined || account === undefined) return refused(reason ?? '');
  if (owesAnything(oracle, uid)) return refused('wallet/in-debt');
  if (account.money.coins.available < amount) return refused('withdrawals/insufficient-balance');
  if (isTooSoon(account, nowMs)) return refused('withdrawals/too-soon');
  const { gamesWon, adsWatched } = account.counts;
  if (gamesWon < limits.minGamesWon || adsWatched < limits.minAdsWatched) {
    return refused('withdrawals/not-active-enough');
  }
  const id = storedScope([uid, 'requestWithdrawal', deciding.data.idempotencyKey]);
  const destination = destinationOf(paymentDetails);
  const evidence = evidenceOf(pointsOf(deciding, account, destination));
  const about = { uid, kind: 'withdrawal', evidence, subject: `withdrawals/${id}` } as const;
  if (totalOf(evidence) > rules.withdrawalFraud.blockAbove) {
    blockLater(oracle, deciding.operation, { ...about, verdict: 'block' });
    return refused('withdrawals/blocked');
  }
  return seal(deciding, account, { about, destination });
}

interface Passed {
  readonly about: Omit<Suspected, 'verdict'>;
  readonly destination: string;
}

/** What is not blocked becomes a case, if its details can be sealed; some of it is looked at more closely. */
function seal(deciding: Deciding, account: Account, { about, destination }: Passed): Answer {
  const { oracle, uid, sent, rules, nowMs } = deciding;
  const { amount, method, paymentDetails } = sent;
  const id = about.subject.slice('withdrawals/'.length);
  if (!oracle.deployment.hasPaymentKeys) return refused('withdrawals/key-missing');
  const flagged = totalOf(about.evidence) > rules.withdrawalFraud.reviewAbove;
  if (flagged) enterSuspicion(oracle, deciding.settled, { ...about, verdict: 'review' });
  oracle.destinations.set(destination, [...(oracle.destinations.get(destination) ?? []), uid]);
  visit(account, deciding.address, nowMs, rules);
  account.lastRequestMs = nowMs;
  const { iban, email } = paymentDetails;
  const details = {
    ...paymentDetails,
    ...(method === 'bank' ? { iban: iban.replace(/[\s-]/g, '').toUpperCase() } : {}),
    ...(email === undefined ? {} : { email: email.trim() }),
  };
  return answered(open({ ...deciding, actor: uid }, account, { id, uid, amount, method, details, flagged }));
}

function pointsOf({ oracle, uid, address, rules, nowMs }: Deciding, account: Account, destination: string) {
  const weights = rules.withdrawalFraud;
  const elsewhere = isElsewhere(account, address, nowMs, rules);
  const since = Math.max(account.lastRequestMs ?? 0, nowMs - rules.devices.changeWindowDays * DAY);
  const { gamesWon, adsWatched, implausible } = account.counts;
  const sharers = oracle.destinations.get(destination) ?? [];
  return {
    unusualPlace: elsewhere || account.moves.some((at) => at > since) ? weights.unusualPlace : 0,
    newAccount: nowMs - account.createdAtMs < weights.newAccountDays * DAY ? weights.newAccount : 0,
    noActivity: gamesWon === 0 && adsWatched === 0 ? weights.noActivity : 0,
    implausiblePlay: implausible > 0 ? weights.implausiblePlay : 0,
    sharedDestination: sharers.some((one) => one !== uid) ? weights.sharedDestination : 0,
  };
}
