import { createHmac } from 'node:crypto';
import { type AccountView, NO_ACCOUNT } from '../../client/src/account/accountView.ts';
import { shownBalance } from '../../client/src/account/shownBalance.ts';
import { SpinDigests } from '../../client/src/pricing/spinDigests.ts';
import { step } from '../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, type QueueState } from '../../client/src/queue/state.ts';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { type DayState, EMPTY_DAY } from '../../functions/src/events/dayRules.ts';
import type { PricedEvent, Streak } from '../../functions/src/events/eventRules.ts';
import { pricedEvent } from '../../functions/src/events/pricedEvent.ts';
import { gamePrice, spinMessage, spinPrize, streakPrize } from '../../functions/src/events/pricingRules.ts';
import { decideBatch } from '../../functions/src/events/rules.ts';

/** What the client shows before the server has answered, as cases for other languages: `docs/wire/pricing-vectors.json`. */
const NOW_MS = Date.parse('2027-03-01T12:00:00Z');
const MINUTE_MS = 60_000;
const SEED = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const config = defaultEconomyConfig.events;

export async function vectorFiles(): Promise<Map<string, string>> {
  const about =
    'Prices by `config`: of wins, streak days and spins alone, of batches in the order of deciding, and of what a game shows. ' +
    'A spin is drawn by HMAC-SHA256 of `message`, keyed with the bytes of `seed`; its first 6 bytes are a fraction of 2^48.';
  const vectors = {
    about,
    config,
    wins: wins(),
    streaks: streaks(),
    spins: spins(),
    batches: batches(),
    shown: await shown(),
  };
  return new Map([['docs/wire/pricing-vectors.json', JSON.stringify(vectors)]]);
}

function wins() {
  return ['tic-tac-toe', 'chess', 'toString'].map((gameName) => ({ gameName, price: gamePrice(config, gameName) }));
}

function streaks() {
  return [1, 2, 6, 7, 8, 14, 15].map((day) => ({ day, coins: streakPrize(config, day) }));
}

function digestOf(day: string, index: number): Uint8Array {
  return createHmac('sha256', Buffer.from(SEED, 'hex')).update(spinMessage(day, index)).digest();
}

function spins() {
  return ['2027-03-01', '2027-03-02'].flatMap((day) =>
    [0, 1, 2].map((index) => {
      const digest = digestOf(day, index);
      const hex = Buffer.from(digest).toString('hex');
      return {
        seed: SEED,
        day,
        index,
        message: spinMessage(day, index),
        digest: hex,
        coins: spinPrize(config, digest),
      };
    }),
  );
}

type Simple = readonly [
  type: PricedEvent['event']['type'],
  minutesAgo: number,
  metadata?: Readonly<Record<string, unknown>>,
];

interface Batch {
  readonly name: string;
  readonly day?: Partial<DayState['stats']>;
  readonly streak?: Streak;
  readonly events: readonly Simple[];
}

const WIN = { gameName: 'chess', durationSeconds: 60 };
const BATCHES: readonly Batch[] = [
  {
    name: 'one of each',
    events: [
      ['GAME_WON', 9, WIN],
      ['GAME_LOST', 7, WIN],
      ['AD_WATCHED', 5],
      ['SPIN_CLAIMED', 4],
      ['STREAK_CLAIMED', 3],
    ],
  },
  {
    name: 'a game that was too short',
    events: [
      ['GAME_WON', 5, { gameName: 'chess', durationSeconds: 4.9 }],
      ['GAME_WON', 3, { gameName: 'chess', durationSeconds: 5 }],
    ],
  },
  {
    name: 'the last ad and spin of the day',
    day: { adsWatched: 9, spinsUsed: 2 },
    events: [
      ['AD_WATCHED', 9],
      ['AD_WATCHED', 8],
      ['SPIN_CLAIMED', 7],
      ['SPIN_CLAIMED', 6],
    ],
  },
  {
    name: 'a streak goes on, and is claimed once',
    streak: { lastDay: '2027-02-28', days: 6 },
    events: [
      ['STREAK_CLAIMED', 9],
      ['STREAK_CLAIMED', 8],
    ],
  },
  {
    name: 'a streak with a gap begins anew',
    streak: { lastDay: '2027-02-26', days: 6 },
    events: [['STREAK_CLAIMED', 9]],
  },
  {
    name: 'claims of several days count in their order',
    events: [
      ['STREAK_CLAIMED', 5],
      ['STREAK_CLAIMED', 2_885],
      ['STREAK_CLAIMED', 1_445],
    ],
  },
  {
    name: 'a claim before the last one is refused',
    streak: { lastDay: '2027-03-01', days: 1 },
    events: [['STREAK_CLAIMED', 1_445]],
  },
  {
    name: 'too old, too far ahead, and just within',
    events: [
      ['AD_WATCHED', 10_081],
      ['AD_WATCHED', -6],
      ['AD_WATCHED', 10_080],
      ['AD_WATCHED', -5],
    ],
  },
  {
    name: 'the day’s ceiling',
    day: { coinsEarned: 19_985 },
    events: [
      ['GAME_WON', 9, WIN],
      ['GAME_WON', 7, WIN],
      ['AD_WATCHED', 5],
    ],
  },
  {
    name: 'games that overlap by more than the slack',
    events: [
      ['GAME_WON', 2, { gameName: 'chess', durationSeconds: 600 }],
      ['GAME_WON', 2, { gameName: 'go', durationSeconds: 600 }],
      ['GAME_WON', 2, { gameName: 'go', durationSeconds: 600 }],
    ],
  },
];

function batches() {
  return BATCHES.map(({ name, day, streak = { lastDay: null, days: 0 }, events }) => {
    const sent = events.map(([type, minutesAgo, metadata = {}], at) => {
      return { idempotencyKey: `event-${at + 1}`, type, occurredAt: NOW_MS - minutesAgo * MINUTE_MS, metadata };
    });
    const today = { date: '2027-03-01', stats: { ...EMPTY_DAY.stats, ...day } };
    const days = new Map([[today.date, { ...EMPTY_DAY, stats: today.stats }]]);
    const readable = sent.flatMap((event): PricedEvent[] => (isEvent(event) ? [pricedEvent(event, false)] : []));
    const decision = decideBatch({ days, streak, ads: new Map() }, readable, {
      config,
      createdAtMs: 0,
      nowMs: NOW_MS,
      spinDigest: digestOf,
    });
    return {
      name,
      nowMs: NOW_MS,
      seed: SEED,
      today,
      streak,
      events: sent,
      results: decision.results,
      streakAfter: decision.streak,
    };
  });
}

/** The cases above are written as the contract wants them; a test parses them by it. */
function isEvent(event: { readonly type: string }): event is PricedEvent['event'] {
  return event.type in { GAME_WON: 1, GAME_LOST: 1, AD_WATCHED: 1, SPIN_CLAIMED: 1, STREAK_CLAIMED: 1 };
}

function queueOf(count: number, isSent: boolean): QueueState {
  let state = EMPTY_QUEUE;
  for (let at = 1; at <= count; at += 1) {
    const nowMs = NOW_MS - (count - at + 1) * MINUTE_MS;
    ({ state } = step(state, { input: 'record', key: `event-${at}`, type: 'GAME_WON', metadata: WIN, nowMs }));
  }
  return isSent ? step(state, { input: 'flush', reason: 'demand', nowMs: NOW_MS, batchId: 'batch' }).state : state;
}

function account(coins: number, version: number, coinsEarned = coins): AccountView {
  const balances = { ...NO_ACCOUNT.balances, coins: { available: coins, locked: 0 } };
  return { ...NO_ACCOUNT, balances, version, coinsEarned, spinSeeds: [{ fromDay: '2027-02-01', seed: SEED }] };
}

async function shown() {
  const before = account(100, 4);
  const cases = [
    { name: 'what waits is added to what is confirmed', view: before, priceBase: before, queue: queueOf(2, false) },
    { name: 'a batch under way still waits', view: before, priceBase: before, queue: queueOf(2, true) },
    {
      name: 'a batch that is credited already, and not answered, counts once',
      view: account(120, 5),
      priceBase: before,
      queue: queueOf(2, true),
    },
    {
      name: 'a purchase beside a batch under way shows at once',
      view: account(40, 5, 100),
      priceBase: before,
      queue: queueOf(2, true),
    },
  ];
  const prices = { config, nowMs: NOW_MS, digests: new SpinDigests() };
  return await Promise.all(
    cases.map(async ({ queue, ...one }) => {
      const { balance } = await shownBalance(one.view, one.priceBase, queue, prices);
      const { entries, batch } = queue;
      return { ...one, nowMs: NOW_MS, entries, batch, coins: balance.coins, pendingCoins: balance.pendingCoins };
    }),
  );
}
