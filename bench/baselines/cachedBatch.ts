import type { GameEvent } from '../../functions/src/events/contract.ts';
import { monthOfDay, utcDay } from '../../functions/src/kernel/time.ts';
import { FieldValue, type Firestore, type Redis } from '../sdk.ts';
import { countersOf } from './baseline.ts';

/**
 * The classic cached batch: Redis alone knows which events were seen (`SET NX` for each key, kept a week), and what is
 * new goes to Firestore in one batch of three blind writes: the player's increments, the month's increments and one
 * document of the action log. Cheap and fast, and only as right as Redis: what Redis forgets is paid again, and what it
 * marked before a crash is never paid.
 *
 * Decently done: all marks share one round trip, and a failed write takes them back, as far as the process lives to do
 * so. Marking after the write instead would trade the lost events of a crash for doubled ones, and pay twice when a
 * client sends again before the first answer.
 */
export const collection = 'benchCachedBatch';

const REMEMBERED_SECONDS = 7 * 24 * 60 * 60;

export async function creditBatch(
  database: Firestore,
  redis: Redis,
  uid: string,
  events: readonly GameEvent[],
): Promise<void> {
  const fresh = await markSeen(redis, uid, events);
  const [first] = fresh;
  if (first === undefined) return;
  const { coins, gamesPlayed, adsWatched } = countersOf(fresh);
  const increments = {
    coins: FieldValue.increment(coins),
    gamesPlayed: FieldValue.increment(gamesPlayed),
    adsWatched: FieldValue.increment(adsWatched),
  };
  const player = database.doc(`${collection}/${uid}`);
  const month = monthOfDay(utcDay(first.occurredAt));
  const batch = database.batch();
  batch.update(player, increments);
  batch.set(player.collection('monthlyStats').doc(month), increments, { merge: true });
  batch.create(player.collection('actions').doc(), { at: new Date(), coins, events: fresh });
  try {
    await batch.commit();
  } catch (error) {
    await redis.del(fresh.map((event) => markOf(uid, event)));
    throw error;
  }
}

function markOf(uid: string, event: GameEvent): string {
  return `bench:seen:${uid}:${event.idempotencyKey}`;
}

/** Marks all events as seen and answers those that were not. */
async function markSeen(redis: Redis, uid: string, events: readonly GameEvent[]): Promise<GameEvent[]> {
  const pipeline = redis.pipeline();
  for (const event of events) pipeline.set(markOf(uid, event), '1', 'EX', REMEMBERED_SECONDS, 'NX');
  const replies = (await pipeline.exec()) ?? [];
  return events.filter((_, at) => {
    const [error, marked] = replies[at] ?? [new Error('Redis answered too little'), null];
    if (error !== null) throw error;
    return marked === 'OK';
  });
}
