import { monthOfDay } from '../kernel/time.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { addStats, NO_STATS, type Stats } from './statsRules.ts';
import { dayDoc, monthDoc } from './store.ts';

/** Brings a month's totals up to date with one of its days. The day's share is replaced, so folding twice is folding once. */
export async function foldMonth(tx: Tx, uid: string, date: string): Promise<void> {
  const month = monthOfDay(date);
  const doc = monthDoc(uid, month);
  await tx.load([dayDoc(uid, date), doc]);
  const day = await tx.get(dayDoc(uid, date));
  if (day === undefined) return;
  const byDay: Record<string, Stats> = { ...(await tx.get(doc))?.byDay, [date]: day.stats };
  const totals = Object.values(byDay).reduce(addStats, NO_STATS);
  tx.merge(doc, { month, ...totals, byDay });
  // Earlier versions told here how many games were implausible.
  await tx.drop(doc, ['implausible']);
}
