import { MINUTE_MS, utcDay } from '../kernel/time.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { unpackAds } from './adMemoryRules.ts';
import { type PricedEvent, transactionOf } from './eventRules.ts';
import { type Activity, dayDoc, dayState } from './store.ts';

/** How far apart device and ad network stamped an ad as far as earlier versions would notice. */
const STAMPS_APART_MS = 10 * MINUTE_MS;

/**
 * Coins of the ads that were credited on whatever day, by the packed keys of their transactions. An earlier version noted
 * them on their days alone: until the player's document has a memory of its own, the pages on the other side of a midnight
 * nearby are asked.
 */
export async function recallAds(
  tx: Tx,
  uid: string,
  activity: Activity,
  events: readonly PricedEvent[],
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  if (activity.adTransactions !== undefined) return unpackAds(activity.adTransactions, nowMs);
  const ads = new Map<string, number>();
  for (const priced of events) {
    const transaction = transactionOf(priced);
    if (transaction === undefined) continue;
    const earlier = await coinsNearby(tx, uid, priced, transaction);
    if (earlier !== undefined) ads.set(transaction, earlier);
  }
  return ads;
}

async function coinsNearby(
  tx: Tx,
  uid: string,
  { event }: PricedEvent,
  transaction: string,
): Promise<number | undefined> {
  const { occurredAt } = event;
  const around = [occurredAt - STAMPS_APART_MS, occurredAt + STAMPS_APART_MS].map(utcDay);
  for (const date of around.filter((other) => other !== utcDay(occurredAt))) {
    const page = await tx.get(dayDoc(uid, date));
    const earlier = page && dayState(page).seen.get(transaction);
    if (earlier !== undefined) return earlier.coins;
  }
  return undefined;
}
