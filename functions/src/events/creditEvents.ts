import { describeDevice } from '../devices/bindDevice.ts';
import { learnPlace } from '../fraud/places.ts';
import { invariant } from '../kernel/assert.ts';
import { sumAmounts } from '../kernel/money.ts';
import { utcDay } from '../kernel/time.ts';
import { hmacSha256, randomHex } from '../platform/crypto/crypto.ts';
import { type Envelope, message } from '../platform/messaging/outbox.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { createdAtOf, requireActive } from '../users/account.ts';
import { eventIdOf } from '../wallet/eventId.ts';
import { handOver } from '../wallet/journal.ts';
import { getWallet, post } from '../wallet/post.ts';
import { transferLegs, type Wallet } from '../wallet/rules.ts';
import { packAds } from './adMemoryRules.ts';
import { openConcealed, stageConcealed } from './conceal.ts';
import { eventsConfig } from './config.ts';
import { playCredited, rewardEarned } from './contract.ts';
import type { Crediting } from './crediting.ts';
import type { DayState } from './dayRules.ts';
import type { PricedEvent } from './eventRules.ts';
import { SEED_BYTES } from './openActivity.ts';
import { spinMessage } from './pricingRules.ts';
import { recallAds } from './recallAds.ts';
import { rideAlong } from './rideAlong.ts';
import { type BatchDecision, type ChangedDay, decideBatch, type Earned } from './rules.ts';
import { rotateSeeds, seedOfDay } from './spinSeedRules.ts';
import { type Activity, activityDoc, type Concealed, dayDoc, dayState, storedDay } from './store.ts';
import { isInWindow } from './windowRules.ts';

export interface Credited {
  readonly decision: BatchDecision;
  readonly wallet: Wallet;
}

/**
 * Credits events inside a transaction: reads the player and one journal page for each day that the events name, decides,
 * and stages one change of each. A batch within one day is two documents read and two written, whatever its size.
 * Whatever changes a day's events changes the player's document with it, so it is enough that this one is unchanged at
 * the commit for all that was decided on to be so.
 */
export async function creditEvents(tx: Tx, events: readonly PricedEvent[], crediting: Crediting): Promise<Credited> {
  const { uid, nowMs, economy, signedInAtMs } = crediting;
  const config = economy.of(eventsConfig);
  const inWindow = events.filter(({ event }) => isInWindow(event.occurredAt, nowMs, config));
  const dates = [...new Set(inWindow.map(({ event }) => utcDay(event.occurredAt)))].sort();
  await tx.load([activityDoc(uid), ...dates.map((date) => dayDoc(uid, date))]);
  await requireActive(tx, { uid, nowMs, caller: signedInAtMs === undefined ? undefined : { signedInAtMs } });
  const activity = await tx.get(activityDoc(uid));
  invariant(activity !== undefined, `no activity of ${uid}`);
  const concealed = await openConcealed(tx, uid);
  const days = await storedDays(tx, uid, dates, concealed);
  const spinDigest = (day: string, index: number): Uint8Array =>
    hmacSha256(seedOfDay(activity.spinSeeds, day), spinMessage(day, index));
  const context = { config, nowMs, createdAtMs: await createdAtOf(tx, uid), spinDigest };
  const ads = await recallAds(tx, uid, activity, inWindow, nowMs);
  const decision = decideBatch({ days, streak: activity.streak, ads }, events, context);
  for (const [date, changed] of decision.days) await stageDay(tx, date, changed, crediting);
  if (decision.days.size > 0) {
    stageActivity(tx, activity, decision, crediting);
    if (concealed !== undefined) await stageConcealed(tx, uid, concealed, decision, nowMs);
    const { address } = crediting;
    if (address !== undefined) await learnPlace(tx, { uid, address, nowMs, economy });
    await rideAlong(tx, events, decision, crediting);
  }
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  return { decision, wallet };
}

async function storedDays(
  tx: Tx,
  uid: string,
  dates: readonly string[],
  concealed: Concealed | undefined,
): Promise<Map<string, DayState>> {
  const days = new Map<string, DayState>();
  for (const date of dates) {
    const stored = await tx.get(dayDoc(uid, date));
    if (stored !== undefined) days.set(date, dayState(stored, concealed?.overlapMs[date]));
  }
  return days;
}

/** One day's page: counters and keys, the posting that pays for them, and the message that tells of it. */
async function stageDay(tx: Tx, date: string, changed: ChangedDay, crediting: Crediting): Promise<void> {
  const { uid } = crediting;
  const doc = dayDoc(uid, date);
  const before = await tx.get(doc);
  tx.merge(doc, { uid, date, ...storedDay(changed.state, before, changed.added) });
  const coins = sumAmounts(Object.values(changed.earned).map((earned) => earned.coins));
  const messages = coins === 0 ? [] : [await postRewards(tx, date, changed, coins, crediting)];
  await handOver(tx, { uid, date }, messages, crediting.nowMs);
}

async function postRewards(
  tx: Tx,
  date: string,
  changed: ChangedDay,
  coins: number,
  crediting: Crediting,
): Promise<Envelope> {
  const { uid, nowMs, correlationId, economy, actor } = crediting;
  const cause = { postedAtMs: nowMs, actor, correlationId, configVersion: economy.version };
  const legs = transferLegs('rewards', 'coins', coins);
  const device = await describeDevice(tx, uid, crediting.deviceHash);
  const details = { device, ...describeEarned(changed.earned) };
  const draft = { ...cause, kind: playCredited, legs, reference: date, details };
  const { posting } = await post(tx, uid, draft, { day: date });
  const facts = { eventId: eventIdOf(uid, posting), occurredAt: nowMs, correlationId, uid };
  const data = { day: date, coins, byType: changed.earned, sequence: posting.sequence };
  return message(rewardEarned, facts, data);
}

function describeEarned(earned: Earned): Record<string, number> {
  const facts: Record<string, number> = {};
  for (const [type, { count, coins }] of Object.entries(earned)) {
    facts[`${type}.count`] = count;
    facts[`${type}.coins`] = coins;
  }
  return facts;
}

/** The streak, the ads that the network knows, and a new seed where one is due. */
function stageActivity(tx: Tx, activity: Activity, decision: BatchDecision, crediting: Crediting): void {
  const { uid, nowMs, economy } = crediting;
  const { spinSeedDays } = economy.of(eventsConfig);
  tx.merge(activityDoc(uid), {
    streak: { ...decision.streak },
    adTransactions: packAds(activity.adTransactions ?? new Uint8Array(0), decision.ads, nowMs),
    spinSeeds: [...rotateSeeds(activity.spinSeeds, utcDay(nowMs), spinSeedDays, randomHex(SEED_BYTES))],
  });
}
