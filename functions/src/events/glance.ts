import type { Tx } from '../platform/storage/transaction.ts';
import { lifetimeStats } from './activity.ts';
import type { Stats } from './statsRules.ts';
import { activityDoc, todayDoc } from './store.ts';

export interface Glance {
  readonly lifetime: Stats;
  /** The counters of the last day that was shown to the player; null after the daily reset. */
  readonly today: { readonly date: string; readonly stats: Stats } | null;
  readonly streak: { readonly lastDay: string | null; readonly days: number };
}

/** What a player has done, as staff see it at a glance. */
export async function glanceAt(tx: Tx, uid: string): Promise<Glance | undefined> {
  const [shown, activity] = [await tx.get(todayDoc(uid)), await tx.get(activityDoc(uid))];
  if (shown === undefined || activity === undefined) return undefined;
  const { date, ...stats } = shown.today;
  const { implausible: _seenByNobody, ...lifetime }: Stats & { readonly implausible?: number } = await lifetimeStats(
    tx,
    uid,
  );
  return { lifetime, today: date === null ? null : { date, stats }, streak: activity.streak };
}
