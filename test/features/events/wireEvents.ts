import { randomUUID } from 'node:crypto';
import type { EventType } from '../../../functions/src/events/contract.ts';
import { DAY_MS, dayStartMs, SECOND_MS, utcDay } from '../../../functions/src/kernel/time.ts';

/** Events as a client sends them. */
interface Facts {
  readonly occurredAt?: number;
  readonly idempotencyKey?: string;
  readonly expectedCoins?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export type WireEvent = Readonly<Record<string, unknown>> & { readonly idempotencyKey: string };

const PLAYED = { gameName: 'tic-tac-toe', durationSeconds: 20 };

export function wire(type: EventType, facts: Facts = {}): WireEvent {
  const metadata = type.startsWith('GAME_') ? PLAYED : {};
  return { type, idempotencyKey: randomUUID(), occurredAt: Date.now() - SECOND_MS, metadata, ...facts };
}

/** `count` games of one UTC day that do not overlap, every third of them won (10 coins each), oldest first. */
export function games(count: number, day: string = yesterday()): WireEvent[] {
  return Array.from({ length: count }, (_, at) => {
    const occurredAt = dayStartMs(day) + (at + 1) * 30 * SECOND_MS;
    return wire(at % 3 === 0 ? 'GAME_WON' : 'GAME_LOST', { occurredAt });
  });
}

/** `count` wins of one UTC day, each of 10 coins; at most 200 are within the day's limit. */
export function wins(count: number, day: string = yesterday()): WireEvent[] {
  return Array.from({ length: count }, (_, at) => {
    return wire('GAME_WON', { occurredAt: dayStartMs(day) + (at + 1) * 30 * SECOND_MS });
  });
}

const startedMs = Date.now();

/** Whole and past, and the same for as long as the tests run, so that no test meets the time of day or midnight. */
export function yesterday(daysAgo = 1): string {
  return utcDay(startedMs - daysAgo * DAY_MS);
}

/** An instant that has hours of its own day on either side. */
export function yesterdayNoon(): number {
  return dayStartMs(yesterday()) + DAY_MS / 2;
}
