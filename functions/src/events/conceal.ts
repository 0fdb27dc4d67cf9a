import { addDays, utcDay } from '../kernel/time.ts';
import { ifReadable } from '../platform/storage/sealedFields.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { BatchDecision } from './rules.ts';
import { type Concealed, concealedDoc, dayDoc, lifetimeDoc } from './store.ts';

/**
 * What the plausibility of play makes of a player, and what its player must not read: how many games were implausible, and
 * how much of a day's slack is used up. It is sealed in `users/{uid}` with whatever else is, and so costs a batch nothing.
 */

/** Days for which a day's overlap is still asked: the window of 7 days and its edges. */
export const KEPT_DAYS = 9;

/** Undefined where no key opens it: play goes on, and the record stays as it is for whoever brings the key back. */
export function openConcealed(tx: Tx, uid: string): Promise<Concealed | undefined> {
  return ifReadable(tx.get(concealedDoc(uid)));
}

/** Stages what a batch adds, and takes along what earlier versions had left where its player reads it. */
export async function stageConcealed(
  tx: Tx,
  uid: string,
  concealed: Concealed,
  { days }: Pick<BatchDecision, 'days'>,
  nowMs: number,
): Promise<void> {
  const added = [...days.values()].reduce((sum, day) => sum + day.implausible, 0);
  const implausible = concealed.implausible + (await takeReadable(tx, uid)) + added;
  const overlaps = [...days].map(([date, { state }]) => [date, state.play.overlapMs] as const);
  const oldest = addDays(utcDay(nowMs), -KEPT_DAYS);
  const kept = [...Object.entries(concealed.overlapMs), ...overlaps].filter(([date, ms]) => date >= oldest && ms > 0);
  tx.merge(concealedDoc(uid), { implausible, overlapMs: Object.fromEntries(kept) });
  for (const date of days.keys()) await tx.drop(dayDoc(uid, date), ['overlapMs']);
}

/** Takes the count of an earlier version off the player's readable counters, and answers it. */
export async function takeReadable(tx: Tx, uid: string): Promise<number> {
  const { stats } = (await tx.get(lifetimeDoc(uid))) ?? {};
  if (stats?.implausible === undefined) return 0;
  const { implausible: counted, ...readable } = stats;
  tx.merge(lifetimeDoc(uid), { stats: readable });
  return counted;
}

/** Games of a lifetime that were refused because they overlapped others; refuses where no key opens the record. */
export async function implausibleGames(tx: Tx, uid: string): Promise<number> {
  const concealed = await tx.get(concealedDoc(uid));
  const lifetime = await tx.get(lifetimeDoc(uid));
  return (concealed?.implausible ?? 0) + (lifetime?.stats.implausible ?? 0);
}

/** Puts what was implausible elsewhere on an account's record too, for money that came along from there. */
export async function addImplausible(tx: Tx, uid: string, count: number): Promise<void> {
  if (count === 0) return;
  const concealed = await tx.get(concealedDoc(uid));
  tx.merge(concealedDoc(uid), { implausible: (concealed?.implausible ?? 0) + count });
}
