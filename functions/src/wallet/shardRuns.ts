import { utcDay } from '../kernel/time.ts';
import { readNow } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import { firstMovedDay } from './movedRules.ts';
import { doneDoc, type ShardRun, shardDoc } from './verifiedStore.ts';

/**
 * Remembers how far each shard has come, so that each wallet is counted once however often a run is cut off. Of two runs at
 * one shard only the one that advances it first goes on there.
 */
export interface Shard {
  /** The name under which runs remember how far they are. */
  readonly run: string;
  readonly number: number;
}

/** What is under way, or what begins now; undefined where the day is done. */
export async function openShard({ run, number }: Shard, nowMs: number): Promise<ShardRun | undefined> {
  return transact(async (tx) => {
    const doc = shardDoc(run, number);
    const stored = await tx.get(doc);
    if (stored?.status === 'running') return stored;
    const throughDay = utcDay(nowMs);
    if (stored !== undefined && stored.throughDay >= throughDay) return;
    const previousAt = stored?.startedAt ?? null;
    const fresh: ShardRun = {
      ...{ status: 'running', startedAt: nowMs, previousAt, throughDay, cursor: null },
      // Without a run before there is nothing that it has found.
      day: previousAt === null ? firstMovedDay(null, nowMs) : null,
      ...{ users: 0, moved: 0, postings: 0, discrepancies: 0 },
    };
    if (stored === undefined) tx.create(doc, written(fresh));
    else tx.merge(doc, written(fresh));
    return fresh;
  });
}

/** Moves it on; answers false, and changes nothing, where another run has moved it meanwhile. */
export async function advanceShard({ run, number }: Shard, from: ShardRun, to: ShardRun): Promise<boolean> {
  return transact(async (tx) => {
    const doc = shardDoc(run, number);
    const stored = await tx.get(doc);
    if (stored?.status !== 'running' || stored.startedAt !== from.startedAt) return false;
    if (stored.day !== from.day || stored.cursor !== from.cursor) return false;
    tx.merge(doc, written(to));
    return true;
  });
}

function written(shard: ShardRun) {
  const { startedAt, previousAt } = shard;
  return { ...shard, startedAt: new Date(startedAt), previousAt: previousAt === null ? null : new Date(previousAt) };
}

/** Whether all shards are done with this day. */
export async function isDayDone(run: string, day: string): Promise<boolean> {
  return ((await readNow(doneDoc(run)))?.day ?? '') >= day;
}

export async function markDayDone(run: string, day: string): Promise<void> {
  await transact(async (tx) => {
    const doc = doneDoc(run);
    if ((await tx.get(doc)) === undefined) tx.create(doc, { day });
    else tx.merge(doc, { day });
  });
}
