import { utcDay } from '../kernel/time.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';
import { log } from '../platform/runtime/log.ts';
import { DOCUMENT_ID } from '../platform/storage/reader.ts';
import { SHARDS } from './openActivity.ts';
import { NO_STATS } from './statsRules.ts';

/**
 * Clears the counters that clients show for "today". Limits count on the day's own page, so nothing but the display
 * waits for this job. It touches only players whose counters are of an earlier day; each one it has cleared leaves the
 * query, so a run that was cut off goes on where it stopped.
 */
const USERS_A_ROUND = 200;
const MAX_ROUNDS_A_SHARD = 5_000;
const SHARDS_AT_ONCE = 4;

export interface ResetOptions {
  /** Stops after this long and leaves the rest to the next run, milliseconds. */
  readonly budgetMs?: number;
}

export interface ResetSummary {
  readonly reset: number;
  /** Whether every stale player was reached. */
  readonly complete: boolean;
}

export async function resetDaily(nowMs: number, { budgetMs = 480_000 }: ResetOptions = {}): Promise<ResetSummary> {
  const untilMs = Date.now() + budgetMs;
  const waiting = Array.from({ length: SHARDS }, (_, shard) => shard);
  const summaries: ResetSummary[] = [];
  const worker = async (): Promise<void> => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      summaries.push(await resetShard(shard, utcDay(nowMs), untilMs));
    }
  };
  await Promise.all(Array.from({ length: SHARDS_AT_ONCE }, worker));
  const reset = summaries.reduce((sum, summary) => sum + summary.reset, 0);
  return { reset, complete: summaries.every((summary) => summary.complete) };
}

async function resetShard(shard: number, today: string, untilMs: number): Promise<ResetSummary> {
  const database = await adminFirestore();
  const stale = database
    .collection('users')
    .where('shard', '==', shard)
    .where('today.date', '<', today)
    .orderBy('today.date')
    .orderBy(DOCUMENT_ID)
    .limit(USERS_A_ROUND);
  let rest = stale;
  let reset = 0;
  for (let round = 0; round < MAX_ROUNDS_A_SHARD; round += 1) {
    if (Date.now() >= untilMs) return { reset, complete: false };
    const { docs } = await rest.get();
    const last = docs.at(-1);
    if (last === undefined) return { reset, complete: true };
    // Whom this run could not reset, it does not meet again.
    rest = stale.startAfter(last.get('today').date, last.id);
    const writer = database.bulkWriter();
    const written = docs.map(async ({ ref, updateTime }) => {
      try {
        // A player who has played since the query is not stale any more: the precondition leaves that one alone.
        await writer.update(ref, { today: { date: null, ...NO_STATS } }, { lastUpdateTime: updateTime });
        reset += 1;
      } catch {
        log('INFO', 'player changed during the daily reset', { path: ref.path });
      }
    });
    await writer.close();
    await Promise.all(written);
  }
  return { reset, complete: false };
}
