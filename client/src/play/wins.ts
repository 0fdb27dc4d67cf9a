import { getAuth } from 'firebase/auth';
import { doc, getDoc, getFirestore } from 'firebase/firestore';
import { gamePrice } from '../../../functions/src/events/pricingRules.ts';
import { isRecord } from '../errors.ts';
import { asEarnPlayError, EarnPlayError, type Game } from '../index.ts';
import { dayOf } from './day.ts';

/**
 * How many more wins of a game pay today: what the server has counted (one document read, or this device's copy of it
 * while it is offline) and what waits. Rejects with an {@link EarnPlayError} where neither server nor copy can be had.
 */
export async function winsLeft(game: Game, gameName: string, nowMs?: number): Promise<number> {
  const { uid } = getAuth(game.app).currentUser ?? {};
  if (uid === undefined) throw new EarnPlayError('client/signed-out', 'Please sign in.');
  const { date, coinsLeft } = dayOf(game.account.value, nowMs);
  const day = await getDoc(doc(getFirestore(game.app), 'users', uid, 'days', date)).catch((thrown: unknown) => {
    throw asEarnPlayError(thrown);
  });
  const { prices, days } = game.account.value;
  const counted = winsIn(day.get('winsByGame'), gameName) + winsIn(days[date]?.waitingWins, gameName);
  const byGame = Math.max(0, prices.dailyLimits.winsPerGame - counted);
  const { winCoins } = gamePrice(prices, gameName);
  return winCoins === 0 ? byGame : Math.min(byGame, Math.floor(coinsLeft / winCoins));
}

function winsIn(winsByGame: unknown, gameName: string): number {
  if (!isRecord(winsByGame) || !Object.hasOwn(winsByGame, gameName)) return 0;
  const wins = winsByGame[gameName];
  return typeof wins === 'number' ? wins : 0;
}
