import { invariant } from './assert.ts';

/** Instants are epoch milliseconds; days are UTC `YYYY-MM-DD` and months `YYYY-MM`, so both sort as text. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar; `2026-02-31` has its form and is none. */
export function isDay(text: string): boolean {
  const startMs = DAY_PATTERN.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return Number.isFinite(startMs) && utcDay(startMs) === text;
}

export function utcDay(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}

export function monthOfDay(day: string): string {
  return day.slice(0, 7);
}

/** Midnight UTC at the start of `day`, in epoch milliseconds. */
export function dayStartMs(day: string): number {
  const start = Date.parse(`${day}T00:00:00.000Z`);
  invariant(Number.isFinite(start), `not a day: ${day}`);
  return start;
}

export function addDays(day: string, days: number): string {
  return utcDay(dayStartMs(day) + days * DAY_MS);
}

const SORTABLE_DIGITS = 15;

/** An instant as text that sorts by time, for the beginning of ids. */
export function sortableInstant(ms: number): string {
  return String(ms).padStart(SORTABLE_DIGITS, '0');
}
