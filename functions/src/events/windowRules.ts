import { SECOND_MS } from '../kernel/time.ts';
import type { EventsConfig } from './config.ts';

/** When an event may have happened, by the server's clock and the age of its account. */

/** Whether an event's instant lies in the window in which its day still remembers its events. */
export function isInWindow(occurredAt: number, nowMs: number, { window }: EventsConfig): boolean {
  const { maxAgeSeconds, maxAheadSeconds } = window;
  return occurredAt >= nowMs - maxAgeSeconds * SECOND_MS && occurredAt <= nowMs + maxAheadSeconds * SECOND_MS;
}

/** Whether an event claims a time at which there was nobody yet to play: otherwise a new account would begin a week old. */
export function isBeforeAccount(occurredAt: number, createdAtMs: number, { window }: EventsConfig): boolean {
  return occurredAt < createdAtMs - window.beforeAccountSeconds * SECOND_MS;
}
