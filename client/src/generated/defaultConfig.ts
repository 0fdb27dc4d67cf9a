// Generated from the contracts by `npm run generate`; do not edit.
import type { EventsConfig } from '../../../functions/src/events/config.ts';
import type { ContractTerms } from './contract.ts';

/** The prices that hold where `config/public` does not exist: nobody has changed the configuration yet. */
export const DEFAULT_EVENTS: EventsConfig = {
  games: { 'tic-tac-toe': { winCoins: 10, minDurationSeconds: 5 } },
  defaultGame: { winCoins: 10, minDurationSeconds: 5 },
  adCoins: 5,
  streakCoins: [10, 15, 20, 25, 30, 40, 100],
  spinPrizes: [
    { coins: 5, weight: 400 },
    { coins: 10, weight: 300 },
    { coins: 20, weight: 180 },
    { coins: 50, weight: 90 },
    { coins: 100, weight: 25 },
    { coins: 500, weight: 5 },
  ],
  spinSeedDays: 30,
  dailyLimits: { ads: 10, spins: 3, winsPerGame: 200, coins: 20000, events: 5000, games: 100 },
  window: { maxAgeSeconds: 604800, maxAheadSeconds: 300, beforeAccountSeconds: 600 },
  flushSeconds: 60,
  overlapSlackSeconds: 600,
  requireSsv: false,
};

/** What a withdrawal asks for then. */
export const DEFAULT_TERMS: ContractTerms = { minAmount: 500, maxAmount: 100000, minGamesWon: 10, minAdsWatched: 50 };
