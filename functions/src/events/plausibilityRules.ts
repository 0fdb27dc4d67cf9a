import { invariant } from '../kernel/assert.ts';
import { dayStartMs, MINUTE_MS } from '../kernel/time.ts';

/**
 * Nobody plays longer than time passes. A day is 1,440 minutes, and a minute holds at most 60,000 ms of play; what games
 * claim beyond that overlaps other games. A little overlap happens (clock changes, two devices); more is implausible.
 */
export interface PlayTime {
  /** Milliseconds played in each minute of the UTC day, at most 60,000 each; empty before the first game. */
  readonly minutes: Uint16Array;
  /** Milliseconds of play so far that found their minutes already full. */
  readonly overlapMs: number;
}

const MINUTES_A_DAY = 1_440;

export const NO_PLAY: PlayTime = { minutes: new Uint16Array(0), overlapMs: 0 };

/**
 * The day's play with one more game that ended at `endMs`, or undefined where all overlap together would exceed the
 * slack. The part of a game that lies before the day's midnight is not looked at.
 */
export function addGame(
  play: PlayTime,
  day: string,
  game: { readonly endMs: number; readonly durationMs: number },
  slackMs: number,
): PlayTime | undefined {
  const minutes = new Uint16Array(MINUTES_A_DAY);
  minutes.set(play.minutes);
  let overlapMs = play.overlapMs;
  const startOfDayMs = dayStartMs(day);
  const end = game.endMs - startOfDayMs;
  // Beyond it there is no next minute to go on to.
  invariant(end <= MINUTES_A_DAY * MINUTE_MS, `a game of ${day} ended on a later day`);
  let at = Math.max(0, end - game.durationMs);
  while (at < end) {
    const minute = Math.min(MINUTES_A_DAY - 1, Math.floor(at / MINUTE_MS));
    const until = Math.min(end, (minute + 1) * MINUTE_MS);
    const played = (minutes[minute] ?? 0) + (until - at);
    overlapMs += Math.max(0, played - MINUTE_MS);
    minutes[minute] = Math.min(MINUTE_MS, played);
    at = until;
  }
  return overlapMs > slackMs ? undefined : { minutes, overlapMs };
}
