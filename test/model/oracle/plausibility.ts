import { DAY } from './calendar.ts';
import type { Day } from './state.ts';

/** Nobody plays longer than time passes: what all games of a day claim of a minute beyond a minute is overlap. */
const MINUTE = 60_000;

/** The day's overlap in milliseconds, were this game played as well. */
export function overlapOf(day: Day, game: any): number {
  const minutes = new Map(day.minutes);
  add(minutes, game);
  let overlap = 0;
  for (const played of minutes.values()) if (played > MINUTE) overlap += played - MINUTE;
  return overlap;
}

export function play(day: Day, game: any): void {
  add(day.minutes, game);
}

function add(minutes: Map<number, number>, game: any): void {
  const end = game.occurredAt % DAY;
  const start = Math.max(0, end - Math.round(game.metadata.durationSeconds * 1_000));
  for (let minute = Math.floor(start / MINUTE); minute * MINUTE < end; minute += 1) {
    const from = Math.max(start, minute * MINUTE);
    const until = Math.min(end, (minute + 1) * MINUTE);
    minutes.set(minute, (minutes.get(minute) ?? 0) + until - from);
  }
}
