import { DAY, dayNumber, dayText } from './calendar.ts';
import { enterLedger } from './ledger.ts';
import { overlapOf, play } from './plausibility.ts';
import type { Prices } from './prices.ts';
import { drawSpin } from './spins.ts';
import { type Account, type Counts, type Day, noCounts } from './state.ts';

/** What each event of a batch must be answered with, in order of time, by the rules of its own day. */
export interface Outcome {
  readonly status: 'credited' | 'duplicate' | 'rejected';
  readonly coins: number;
  readonly code?: string;
}

export interface Judged {
  /** In the order in which the events were sent. */
  readonly outcomes: readonly Outcome[];
  /** Coins earned on each day that changed; days that changed without coins have 0. */
  readonly earned: ReadonlyMap<number, number>;
}

export interface Judging {
  readonly prices: Prices;
  readonly nowMs: number;
  /** The seed of the player's spins on a day, as hex. */
  readonly seedOn: (day: number) => string;
  /** Whether the ad network itself reports these events. */
  readonly verified: boolean;
}

const AD_STAMPS_APART_MS = 600_000;

export function judgeBatch(account: Account, events: readonly any[], judging: Judging): Judged {
  const outcomes: Outcome[] = [];
  const earned = new Map<number, number>();
  const inOrder = [...events.entries()].sort(
    ([leftAt, left], [rightAt, right]) => left.occurredAt - right.occurredAt || leftAt - rightAt,
  );
  for (const [at, event] of inOrder) {
    const outcome = judge(account, event, judging);
    outcomes[at] = outcome;
    const changes = outcome.status === 'credited' || outcome.code === FRESHLY_IMPLAUSIBLE;
    if (!changes) continue;
    const day = dayNumber(event.occurredAt);
    earned.set(day, (earned.get(day) ?? 0) + outcome.coins);
  }
  const told = outcomes.map((one) => (one.code === FRESHLY_IMPLAUSIBLE ? no('events/implausible') : one));
  return { outcomes: told, earned };
}

/** One posting for each day that earned something, on that day's page. */
export function creditDay(
  account: Account,
  day: number,
  coins: number,
  by: { readonly actor: string; readonly configVersion: number },
): void {
  if (coins === 0) return;
  const legs = { available: coins, rewards: -coins };
  enterLedger(account, { type: 'events.credit', currency: 'coins', legs, reference: dayText(day), day, ...by });
}

const FRESHLY_IMPLAUSIBLE = 'fresh';

function no(code: string): Outcome {
  return { status: 'rejected', coins: 0, code };
}

function judge(account: Account, event: any, judging: Judging): Outcome {
  const { prices, nowMs } = judging;
  const { occurredAt } = event;
  const tooOld = occurredAt < nowMs - prices.window.maxAgeSeconds * 1_000;
  const tooNew = occurredAt > nowMs + prices.window.maxAheadSeconds * 1_000;
  if (tooOld || tooNew) return no('events/outside-window');
  const name = nameOf(event);
  const earlier = rememberedOn(account, event, name);
  if (earlier === -1) return no('events/implausible');
  if (earlier !== undefined) return { status: 'duplicate', coins: earlier };
  if (event.type === 'AD_WATCHED' && prices.requireSsv && !judging.verified) return no('events/ad-unverified');
  const number = dayNumber(occurredAt);
  const day = account.days.get(number) ?? newDay();
  const worth = price(account, day, number, event, judging);
  if (typeof worth === 'string') return no(worth);
  if (day.counts.events + day.counts.implausible >= prices.dailyLimits.events) return no('events/daily-limit');
  if (day.counts.coinsEarned + worth > prices.dailyLimits.coins) return no('events/daily-limit');
  account.days.set(number, day);
  if (isGame(event) && overlapOf(day, event) > prices.overlapSlackSeconds * 1_000) {
    day.seen.set(name, -1);
    for (const counts of [day.counts, account.counts]) counts.implausible += 1;
    return { status: 'rejected', coins: 0, code: FRESHLY_IMPLAUSIBLE };
  }
  credit(account, day, number, event, name, worth);
  return { status: 'credited', coins: worth };
}

function credit(account: Account, day: Day, number: number, event: any, name: string, coins: number): void {
  day.seen.set(name, coins);
  for (const counts of [day.counts, account.counts]) count(counts, event.type, coins);
  if (isGame(event)) play(day, event);
  if (event.type === 'GAME_WON') {
    const { gameName } = event.metadata;
    day.wins.set(gameName, (day.wins.get(gameName) ?? 0) + 1);
  }
  if (event.type !== 'STREAK_CLAIMED') return;
  const { streak } = account;
  account.streak = { day: number, length: streak.day === number - 1 ? streak.length + 1 : 1 };
}

/** Coins, or the code of the refusal. */
function price(account: Account, day: Day, number: number, event: any, judging: Judging): number | string {
  const { prices } = judging;
  const limits = prices.dailyLimits;
  if (event.type === 'GAME_LOST') return 0;
  if (event.type === 'GAME_WON') return priceWin(day, event.metadata, prices);
  if (event.type === 'AD_WATCHED') return day.counts.adsWatched < limits.ads ? prices.adCoins : 'events/daily-limit';
  return event.type === 'SPIN_CLAIMED' ? priceSpin(day, number, judging) : priceStreak(account, number, prices);
}

function priceWin(day: Day, { gameName, durationSeconds }: any, { games, defaultGame, dailyLimits }: Prices) {
  const game = Object.entries(games).find(([name]) => name === gameName)?.[1] ?? defaultGame;
  if (durationSeconds < game.minDurationSeconds) return 'events/too-short';
  const wins = day.wins.get(gameName);
  const isFull = wins === undefined && day.wins.size >= dailyLimits.games;
  return isFull || (wins ?? 0) >= dailyLimits.winsPerGame ? 'events/daily-limit' : game.winCoins;
}

function priceSpin(day: Day, number: number, { prices, seedOn }: Judging): number | string {
  const used = day.counts.spinsUsed;
  if (used >= prices.dailyLimits.spins) return 'events/daily-limit';
  return drawSpin(prices.spinPrizes, seedOn(number), number, used);
}

function priceStreak({ streak }: Account, number: number, { streakCoins }: Prices): number | string {
  if (streak.day === number) return 'events/daily-limit';
  if (streak.day !== null && number < streak.day) return 'events/streak-order';
  const length = streak.day === number - 1 ? streak.length : 0;
  return streakCoins[length % streakCoins.length] ?? 0;
}

function count(counts: Counts, type: string, coins: number): void {
  counts.events += 1;
  counts.coinsEarned += coins;
  if (type === 'GAME_WON') counts.gamesWon += 1;
  if (type === 'GAME_WON' || type === 'GAME_LOST') counts.gamesPlayed += 1;
  if (type === 'AD_WATCHED') counts.adsWatched += 1;
  if (type === 'SPIN_CLAIMED') counts.spinsUsed += 1;
  if (type === 'STREAK_CLAIMED') counts.streaksClaimed += 1;
}

/** Two reports of one ad carry the network's id; everything else goes by the client's key. */
function nameOf(event: any): string {
  const transaction = event.type === 'AD_WATCHED' ? event.metadata.ssvTransactionId : undefined;
  return transaction === undefined ? `key ${event.idempotencyKey}` : `ad ${transaction}`;
}

function rememberedOn(account: Account, event: any, name: string): number | undefined {
  const margin = name.startsWith('ad ') ? AD_STAMPS_APART_MS : 0;
  for (const at of [event.occurredAt, event.occurredAt - margin, event.occurredAt + margin]) {
    const coins = account.days.get(Math.floor(at / DAY))?.seen.get(name);
    if (coins !== undefined) return coins;
  }
  return undefined;
}

function isGame(event: any): boolean {
  return event.type === 'GAME_WON' || event.type === 'GAME_LOST';
}

function newDay(): Day {
  return { counts: noCounts(), wins: new Map(), seen: new Map(), minutes: new Map() };
}
