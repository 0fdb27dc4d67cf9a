import type { GameEvent } from '../../functions/src/events/contract.ts';

/** What both baselines have in common: the prices, and how much less than EarnPlay they do. */

/**
 * Coins of an event at EarnPlay's default prices. Neither baseline has daily limits, plausibility, streaks, verifiable
 * spins, a ledger or a message to other domains, so that each is as fast as its way of storing allows.
 */
export function priceOf(event: GameEvent): number {
  if (event.type === 'GAME_WON') return 10;
  return event.type === 'AD_WATCHED' ? 5 : 0;
}

/** The player's document at the start; benchmarks give each baseline a collection of its own. */
export const NEW_PLAYER = { coins: 0, gamesPlayed: 0, adsWatched: 0 };

export function countersOf(events: readonly GameEvent[]): typeof NEW_PLAYER {
  return {
    coins: events.reduce((sum, event) => sum + priceOf(event), 0),
    gamesPlayed: events.filter(({ type }) => type === 'GAME_WON' || type === 'GAME_LOST').length,
    adsWatched: events.filter(({ type }) => type === 'AD_WATCHED').length,
  };
}
