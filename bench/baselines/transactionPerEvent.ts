import type { GameEvent } from '../../functions/src/events/contract.ts';
import type { Firestore } from '../sdk.ts';
import { countersOf } from './baseline.ts';

/**
 * One transaction per event, as most Firebase apps do it: read the player and the event's own document, stop where the
 * event exists, else update the player's balance and counters and create the event. Correct and durable: an event's
 * document is its deduplication, and commits with the coins.
 *
 * Decently done: both reads share one round trip; the events of a batch go one after the other, because in parallel they
 * would contend for the player's document and be slower still. It costs 2 reads and 2 writes per event.
 */
export const collection = 'benchTransactionPerEvent';

export async function creditBatch(database: Firestore, uid: string, events: readonly GameEvent[]): Promise<void> {
  for (const event of events) await creditEvent(database, uid, event);
}

async function creditEvent(database: Firestore, uid: string, event: GameEvent): Promise<void> {
  const player = database.doc(`${collection}/${uid}`);
  const seen = player.collection('events').doc(event.idempotencyKey);
  await database.runTransaction(async (transaction) => {
    const [stored, earlier] = await transaction.getAll(player, seen);
    if (earlier?.exists) return;
    const { coins, gamesPlayed, adsWatched } = countersOf([event]);
    transaction.update(player, {
      coins: Number(stored?.get('coins')) + coins,
      gamesPlayed: Number(stored?.get('gamesPlayed')) + gamesPlayed,
      adsWatched: Number(stored?.get('adsWatched')) + adsWatched,
    });
    transaction.create(seen, { ...event, coins });
  });
}
