import { dayNumber, dayText } from './calendar.ts';
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
  const names = namesOf(event, judging.verified);
  const early = judgeEarly(account, event, names, judging);
  if (early !== undefined) return early;
  const { prices } = judging;
  const number = dayNumber(event.occurredAt);
  const day = account.days.get(number) ?? newDay();
  const worth = price(account, day, number, event, judging);
  if (typeof worth === 'string') return no(worth);
  if (day.counts.events + day.counts.implausible >= prices.dailyLimits.events) return no('events/daily-limit');
  if (day.counts.coinsEarned + worth > prices.dailyLimits.coins) return no('events/daily-limit');
  if (lacksConfirmation(event, judging)) return no('events/ad-unverified');
  account.days.set(number, day);
  const isImplausible = isGame(event) && overlapOf(day, event) > prices.overlapSlackSeconds * 1_000;
  for (const name of names) day.seen.set(name, { type: event.type, coins: isImplausible ? -1 : worth });
  if (isImplausible) {
    for (const counts of [day.counts, account.counts]) counts.implausible += 1;
    return { status: 'rejected', coins: 0, code: FRESHLY_IMPLAUSIBLE };
  }
  credit(account, day, number, event, worth);
  const [transaction = ''] = names.filter((name) => name.startsWith('ad '));
  if (transaction !== '') account.ads.set(transaction, { coins: worth, creditedOn: dayNumber(judging.nowMs) });
  return { status: 'credited', coins: worth };
}

/** A client's ad where the network's own word is asked for: without a transaction there will never be one. */
function lacksConfirmation({ type }: any, { prices, verified }: Judging): boolean {
  return type === 'AD_WATCHED' && prices.requireSsv && !verified;
}

/** What needs no price: events of another time, and those that their day has seen. */
function judgeEarly(account: Account, event: any, names: readonly string[], judging: Judging): Outcome | undefined {
  const { prices, nowMs } = judging;
  const { occurredAt } = event;
  const tooOld = occurredAt < nowMs - prices.window.maxAgeSeconds * 1_000;
  const tooNew = occurredAt > nowMs + prices.window.maxAheadSeconds * 1_000;
  if (tooOld || tooNew) return no('events/outside-window');
  const known = names.flatMap((name) => remembered(account, event, name, nowMs) ?? []);
  if (known.some(({ type }) => type !== event.type)) return no('idempotency/key-reused');
  const earlier = known[0]?.coins;
  if (earlier === -1) return no('events/implausible');
  if (earlier !== undefined) return { status: 'duplicate', coins: earlier };
  if (occurredAt + prices.window.beforeAccountSeconds * 1_000 < account.createdAtMs) return no('events/before-account');
  return lacksConfirmation(event, judging) && names.length === 1 ? no('events/ad-without-transaction') : undefined;
}

function credit(account: Account, day: Day, number: number, event: any, coins: number): void {
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

/** Two reports of one ad carry the network's id; a client's own key goes with whatever it sends. */
function namesOf(event: any, isTheNetwork: boolean): string[] {
  const transaction = event.type === 'AD_WATCHED' ? event.metadata.ssvTransactionId : undefined;
  const own = `key ${event.idempotencyKey}`;
  if (transaction === undefined) return [own];
  return isTheNetwork ? [`ad ${transaction}`] : [`ad ${transaction}`, own];
}

/** For so long an ad of the network is one ad on whatever day. */
const ADS_KEPT_DAYS = 15;

/** What the event's own day knows of it, and what is remembered of an ad that the network knows. */
function remembered({ days, ads }: Account, event: any, name: string, nowMs: number) {
  const known = days.get(dayNumber(event.occurredAt))?.seen.get(name);
  const ad = ads.get(name);
  if (known !== undefined || ad === undefined) return known;
  return dayNumber(nowMs) - ad.creditedOn < ADS_KEPT_DAYS ? { type: 'AD_WATCHED', coins: ad.coins } : undefined;
}

function isGame(event: any): boolean {
  return event.type === 'GAME_WON' || event.type === 'GAME_LOST';
}

function newDay(): Day {
  return { counts: noCounts(), wins: new Map(), seen: new Map(), minutes: new Map() };
}
