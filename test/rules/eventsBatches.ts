import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { packAds, unpackAds } from '../../functions/src/events/adMemoryRules.ts';
import type { EventsConfig } from '../../functions/src/events/config.ts';
import type { EventType, GameEvent } from '../../functions/src/events/contract.ts';
import { type EventResult, NO_STREAK, type PricedEvent } from '../../functions/src/events/eventRules.ts';
import { pricedEvent } from '../../functions/src/events/pricedEvent.ts';
import { spinMessage } from '../../functions/src/events/pricingRules.ts';
import { type BatchDecision, type BatchState, decideBatch } from '../../functions/src/events/rules.ts';
import { dayState, storedDay } from '../../functions/src/events/store.ts';
import { DAY_MS, HOUR_MS } from '../../functions/src/kernel/time.ts';

/** Batches of events for properties, and a player's state carried from batch to batch as the store carries it. */
export const NOW = Date.UTC(2026, 2, 15, 12);
export const DEFAULTS = defaultEconomyConfig.events;
export const FRESH: BatchState = { days: new Map(), streak: NO_STREAK, ads: new Map() };
export const SEED = '5eed'.repeat(16);

export function spinDigest(day: string, index: number): Uint8Array {
  return createHmac('sha256', Buffer.from(SEED, 'hex')).update(spinMessage(day, index)).digest();
}

/** Limits that a handful of events reaches, so that properties meet them. */
export const TIGHT: EventsConfig = {
  ...DEFAULTS,
  dailyLimits: { ads: 2, spins: 2, winsPerGame: 3, coins: 120, events: 12, games: 100 },
  overlapSlackSeconds: 30,
};

export function decide(
  state: BatchState,
  events: readonly PricedEvent[],
  config: EventsConfig = DEFAULTS,
  nowMs = NOW,
  createdAtMs = 0,
): BatchDecision {
  return decideBatch(state, events, { config, nowMs, createdAtMs, spinDigest });
}

/** The state after a decision, once through its stored form, so that what the store forgets is missed. */
export function carried(state: BatchState, decision: BatchDecision): BatchState {
  const days = new Map(state.days);
  for (const [date, changed] of decision.days) {
    const before = days.get(date);
    const packed = before === undefined ? undefined : storedDay(before, undefined, before.seen);
    const stored = storedDay(changed.state, packed, changed.added);
    // What is sealed of a day is kept apart from its page.
    const { overlapMs } = changed.state.play;
    days.set(date, dayState({ uid: 'player', date, ...complete(stored) }, overlapMs));
  }
  const ads = unpackAds(packAds(packAds(new Uint8Array(0), state.ads, NOW), decision.ads, NOW), NOW);
  return { days, streak: decision.streak, ads };
}

type Stored = ReturnType<typeof storedDay>;
function complete(stored: Stored): Required<Stored> {
  return stored as Required<Stored>;
}

/** Decides batch after batch; answers all results in the order sent, and where it ended. */
export function run(batches: readonly (readonly PricedEvent[])[], config: EventsConfig = DEFAULTS, state = FRESH) {
  const results: EventResult[] = [];
  let now = state;
  for (const batch of batches) {
    const decision = decide(now, batch, config);
    results.push(...decision.results);
    now = carried(now, decision);
  }
  return { results, state: now };
}

/** A state as plain data, so that two of them can be compared whole. */
export function plain({ days, streak, ads }: BatchState): unknown {
  const entries = [...days].map(([date, { seen, play, ...day }]) => {
    return [date, { ...day, seen: [...seen].sort(), overlapMs: play.overlapMs, minutes: [...play.minutes] }] as const;
  });
  return { streak, days: Object.fromEntries(entries), ads: Object.fromEntries(ads) };
}

let serial = 0;
export function freshName(): string {
  serial += 1;
  return `event-${serial}`;
}

type Facts = { at?: number; key?: string; game?: string; seconds?: number; transaction?: string };

/** One event, priced: `event('GAME_WON', { at, seconds: 30 })`. */
export function event(type: EventType, facts: Facts = {}, verified = false): PricedEvent {
  return pricedEvent(plainEvent(type, facts), verified);
}

function plainEvent(type: EventType, { at = NOW - HOUR_MS, key, game, seconds, transaction }: Facts): GameEvent {
  const common = { idempotencyKey: key ?? freshName(), occurredAt: at };
  const played = { gameName: game ?? 'tic-tac-toe', durationSeconds: seconds ?? 30 };
  switch (type) {
    case 'GAME_WON':
      return { ...common, type, metadata: played };
    case 'GAME_LOST':
      return { ...common, type, metadata: played };
    case 'AD_WATCHED':
      return { ...common, type, metadata: transaction === undefined ? {} : { ssvTransactionId: transaction } };
    case 'SPIN_CLAIMED':
      return { ...common, type, metadata: {} };
    case 'STREAK_CLAIMED':
      return { ...common, type, metadata: {} };
  }
}

/** Any event of the last days, some outside the window; keys repeat where `keys` is small. */
export function anyEvent(keys = 1_000_000, daysBack = 9): fc.Arbitrary<PricedEvent> {
  return fc
    .record({
      type: fc.constantFrom<EventType>('GAME_WON', 'GAME_LOST', 'AD_WATCHED', 'SPIN_CLAIMED', 'STREAK_CLAIMED'),
      at: fc.integer({ min: NOW - daysBack * DAY_MS, max: NOW + HOUR_MS }),
      key: fc.integer({ min: 0, max: keys }).map((number) => `key-${number}`),
      game: fc.constantFrom('tic-tac-toe', 'chess', 'constructor'),
      seconds: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.double({ min: 0, max: 20_000, noNaN: true })),
    })
    .map(({ type, ...facts }) => event(type, facts));
}

/** In the order in which the server decides them. */
export function inTime(events: readonly PricedEvent[]): readonly PricedEvent[] {
  return [...events].sort((left, right) => left.event.occurredAt - right.event.occurredAt);
}

/** `events` cut into consecutive batches of the given sizes; what remains is the last batch. */
export function cut(events: readonly PricedEvent[], sizes: readonly number[]): (readonly PricedEvent[])[] {
  const batches: (readonly PricedEvent[])[] = [];
  let from = 0;
  for (const size of sizes) {
    batches.push(events.slice(from, from + size));
    from += size;
  }
  return [...batches, events.slice(from)];
}

export const anySizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 });

export function coinsOf(results: readonly EventResult[]): number {
  return results.reduce((sum, result) => sum + (result.status === 'credited' ? result.coins : 0), 0);
}

/** How many results there are of each status, or of each code where it is a rejection. */
export function statuses(results: readonly { status: string; code?: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of results) counts[code ?? status] = (counts[code ?? status] ?? 0) + 1;
  return counts;
}
