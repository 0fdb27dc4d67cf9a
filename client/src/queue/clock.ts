import type { ClockInput } from './inputs.ts';
import { CLOCK_NOISE_MS, CLOCKS_KEPT, EARLIEST_MS, type QueueState, type Reading, WEEK_MS } from './state.ts';

/**
 * Compares the device's clock with one that nobody can set, which counts from each start of the game on. Where they
 * differ, the clock was set or the device slept; what waits is then told by the clock as it is now, so that its dates and
 * the time between them stay what they were.
 */
export function onClock(state: QueueState, { run, nowMs, upMs }: ClockInput): QueueState {
  const own = state.clocks.find((one) => one.run === run);
  const reading = { run, nowMs, upMs };
  if (own === undefined) return begun(state, reading);
  const jumpMs = nowMs - own.nowMs - (upMs - own.upMs);
  if (Math.abs(jumpMs) <= CLOCK_NOISE_MS) return upMs > own.upMs ? read(state, reading) : state;
  const { clockOffsetMs: known } = state;
  // Backwards it was set, and by how much is known to the millisecond: the offset stays as good as it was.
  if (jumpMs < 0) return read(moved(state, jumpMs, (known ?? 0) - jumpMs), reading);
  const unsure = { ...state, clockSure: false };
  const isSet = known === null ? jumpMs > WEEK_MS : isPutRight(known, jumpMs);
  // Otherwise it slept: the counter may have stood still meanwhile, the clock has not.
  return read(isSet ? moved(unsure, jumpMs, known === null ? null : 0) : unsure, reading);
}

/** The game has been started: how long ago the last reading was, nobody knows. */
function begun(state: QueueState, reading: Reading): QueueState {
  const unsure = { ...state, clockSure: false };
  const last = state.clocks.at(-1);
  if (last === undefined) return read(unsure, reading);
  const { clockOffsetMs: known } = state;
  const passedMs = reading.nowMs - last.nowMs;
  const wasImpossible = last.nowMs + (known ?? 0) < EARLIEST_MS && passedMs > WEEK_MS;
  if (passedMs >= -CLOCK_NOISE_MS && !wasImpossible) return read(unsure, reading);
  if (known !== null && isPutRight(known, passedMs)) return read(moved(unsure, passedMs, 0), reading);
  return read(moved(unsure, passedMs, wasImpossible ? null : (known ?? 0) - passedMs), reading);
}

/** Whether a clock that was wrong by `offsetMs` is about right after this jump. */
function isPutRight(offsetMs: number, jumpMs: number): boolean {
  return Math.abs(offsetMs - jumpMs) <= Math.abs(offsetMs) / 4;
}

/**
 * Tells everything by the clock as it is after a jump. With a new offset all dates stay; with none the clock is believed
 * from now on, and what it has dated before moves with it.
 */
function moved(state: QueueState, jumpMs: number, offsetMs: number | null): QueueState {
  const changeMs = offsetMs === null ? -jumpMs : offsetMs - (state.clockOffsetMs ?? 0);
  const later = (untilMs: number) => (untilMs === 0 ? 0 : Math.max(1, untilMs - changeMs));
  const sent = new Set(state.batch?.seqs);
  return {
    ...state,
    entries: state.entries.map((entry) => {
      const { seq, dated, occurredAt } = entry;
      const dueAtMs = later(entry.dueAtMs);
      const isByClock = offsetMs === null && !dated && !sent.has(seq);
      return isByClock
        ? { ...entry, dueAtMs, occurredAt: Math.max(0, occurredAt - changeMs) }
        : { ...entry, dueAtMs, offsetMs: entry.offsetMs + changeMs };
    }),
    backoffUntilMs: later(state.backoffUntilMs),
    refusedUntilMs: later(state.refusedUntilMs),
    clockOffsetMs: offsetMs,
    clocks: state.clocks.map((one) => ({ ...one, nowMs: one.nowMs - changeMs })),
  };
}

/** The newest reading is the last one. */
function read(state: QueueState, reading: Reading): QueueState {
  const others = state.clocks.filter(({ run }) => run !== reading.run);
  return { ...state, clocks: [...others, reading].slice(-CLOCKS_KEPT) };
}
