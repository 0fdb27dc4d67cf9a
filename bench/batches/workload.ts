import { randomUUID } from 'node:crypto';
import type { GameEvent } from '../../functions/src/events/contract.ts';
import { addDays, dayStartMs, utcDay } from '../../functions/src/kernel/time.ts';
import { countersOf } from '../baselines/baseline.ts';

export const SIZES = [1, 10, 50, 100, 500] as const;

const SPACING_MS = 120_000;
const GAMES = 5;
const ADS = 10;

/**
 * An offline player's yesterday: mostly games, two of three won, and some ads, all of one UTC day whatever the time is
 * now, and within all daily limits, so that every design has the same events to credit.
 */
export function playedYesterday(size: number): GameEvent[] {
  const startMs = dayStartMs(addDays(utcDay(Date.now()), -1));
  return Array.from({ length: size }, (_, at) => eventAt(at, startMs + (at + 1) * SPACING_MS));
}

function eventAt(at: number, occurredAt: number): GameEvent {
  const common = { idempotencyKey: randomUUID(), occurredAt };
  if (at % 10 === 9 && at < 10 * ADS) return { ...common, type: 'AD_WATCHED', metadata: { adUnit: 'rewarded' } };
  const metadata = { gameName: `game-${at % GAMES}`, durationSeconds: 60, score: at };
  return { ...common, type: at % 3 === 2 ? 'GAME_LOST' : 'GAME_WON', metadata };
}

/** What the events are worth, by any of the designs. */
export function worth(events: readonly GameEvent[]): number {
  return countersOf(events).coins;
}
