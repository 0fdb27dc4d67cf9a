import type { GameEvent } from '../../functions/src/events/contract.ts';
import { FieldValue, type Firestore } from '../sdk.ts';
import { countersOf } from './baseline.ts';

/**
 * One write per action, the cheapest form of the classic design: each action is a call of its own that adds to the
 * player's balance and counters, blindly. Nothing remembers what was credited, so an answer that is lost is paid twice.
 */
export const collection = 'benchWritePerAction';

export async function creditAction(database: Firestore, uid: string, event: GameEvent): Promise<void> {
  const { coins, gamesPlayed, adsWatched } = countersOf([event]);
  await database.doc(`${collection}/${uid}`).update({
    coins: FieldValue.increment(coins),
    gamesPlayed: FieldValue.increment(gamesPlayed),
    adsWatched: FieldValue.increment(adsWatched),
  });
}
