/** What a player did; the same shape for a day, a month and a lifetime. Coins are those that events earned. */
export interface Stats {
  readonly events: number;
  readonly gamesPlayed: number;
  readonly gamesWon: number;
  readonly adsWatched: number;
  readonly spinsUsed: number;
  readonly streaksClaimed: number;
  readonly coinsEarned: number;
}

export const NO_STATS: Stats = {
  events: 0,
  gamesPlayed: 0,
  gamesWon: 0,
  adsWatched: 0,
  spinsUsed: 0,
  streaksClaimed: 0,
  coinsEarned: 0,
};

export function addStats(left: Stats, right: Stats): Stats {
  return {
    events: left.events + right.events,
    gamesPlayed: left.gamesPlayed + right.gamesPlayed,
    gamesWon: left.gamesWon + right.gamesWon,
    adsWatched: left.adsWatched + right.adsWatched,
    spinsUsed: left.spinsUsed + right.spinsUsed,
    streaksClaimed: left.streaksClaimed + right.streaksClaimed,
    coinsEarned: left.coinsEarned + right.coinsEarned,
  };
}
