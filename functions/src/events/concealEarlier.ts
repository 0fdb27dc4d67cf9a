import { z } from 'zod';
import { addDays, DAY_PATTERN, utcDay } from '../kernel/time.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { transactVerified } from '../platform/storage/optimistic.ts';
import { readAll } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { KEPT_DAYS, takeReadable } from './conceal.ts';
import { concealedDoc, dayDoc, monthDoc, todayDoc } from './store.ts';

/**
 * What earlier versions left of implausible play where its player reads it, for players who do not come back by themselves.
 * Each step may be repeated; a second run finds nothing.
 */
const DOCUMENTS_A_PAGE = 50;

/** Whether the player reads a count of implausible games on its own document. */
export async function showsCounts(tx: Tx, uid: string): Promise<boolean> {
  const shown = await tx.get(docOf(shownSection, uid));
  return isCounted(shown?.stats) || isCounted(shown?.today);
}

/** Stages that it does not any more, and that the count is sealed. */
export async function concealCounts(tx: Tx, uid: string): Promise<void> {
  const concealed = await tx.get(concealedDoc(uid));
  const shown = await tx.get(todayDoc(uid));
  if (concealed === undefined || shown === undefined) return;
  tx.merge(todayDoc(uid), { today: shown.today });
  tx.merge(concealedDoc(uid), { implausible: concealed.implausible + (await takeReadable(tx, uid)) });
}

const shownSection = defineSection((uid) => `users/${uid}`, z.object({ stats: z.unknown(), today: z.unknown() }));

/** Counts and overlaps of all days and months. Answers how many documents there were to change. */
export async function concealDays(uid: string, nowMs: number, dryRun: boolean): Promise<number> {
  let found = 0;
  const pages = { collection: `users/${uid}/days`, fields: ['stats', 'overlapMs'], limit: DOCUMENTS_A_PAGE };
  for await (const { id, data } of readAll(pages)) {
    if (!DAY_PATTERN.test(id) || !(isCounted(data.stats) || data.overlapMs !== undefined)) continue;
    found += 1;
    if (!dryRun) await transactVerified((tx) => concealDay(tx, uid, id, nowMs));
  }
  const months = { collection: `users/${uid}/monthlyStats`, limit: DOCUMENTS_A_PAGE };
  for await (const { id, data } of readAll(months)) {
    if (!isCounted(data)) continue;
    found += 1;
    if (!dryRun) await transactVerified((tx) => concealMonth(tx, uid, id));
  }
  return found;
}

const counted = z.looseObject({ implausible: z.int() });

function isCounted(stats: unknown): boolean {
  return counted.safeParse(stats).success;
}

async function concealDay(tx: Tx, uid: string, date: string, nowMs: number): Promise<void> {
  const [doc, place] = [dayDoc(uid, date), concealedDoc(uid)];
  const day = await tx.get(doc);
  if (day === undefined) return;
  tx.merge(doc, { stats: day.stats });
  const concealed = await tx.get(place);
  const isAsked = date >= addDays(utcDay(nowMs), -KEPT_DAYS) && (day.overlapMs ?? 0) > 0;
  if (concealed !== undefined && isAsked) {
    const overlapMs = { [date]: day.overlapMs ?? 0, ...concealed.overlapMs };
    tx.merge(place, { overlapMs });
  }
  await tx.drop(doc, ['overlapMs']);
}

async function concealMonth(tx: Tx, uid: string, month: string): Promise<void> {
  const doc = monthDoc(uid, month);
  const stored = await tx.get(doc);
  if (stored === undefined) return;
  tx.merge(doc, { byDay: stored.byDay });
  await tx.drop(doc, ['implausible']);
}
