import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time.ts';

/**
 * One backup a day, looked after every hour: an export runs on Google's side for as long as it takes, so a run of the
 * schedule starts one, asks after the one that is under way, or has nothing to do.
 */
export interface BackupState {
  /** Since when somebody waits for backups, epoch milliseconds. */
  readonly watchedSinceMs: number;
  /** The instant that the export under way will hold, and its name; null where none is under way. */
  readonly running: { readonly snapshotMs: number; readonly operation: string } | null;
  /** The instant that the newest complete export holds; null before the first. */
  readonly restorableMs: number | null;
}

export type BackupStep = 'start' | 'ask' | 'abandon' | 'rest';

/** A little less than a day, so that an hourly schedule does not slip by an hour every day. */
const EVERY_MS = DAY_MS - 30 * MINUTE_MS;
/** An export that has not ended by then is not waited for any longer: the next one is due. */
const GIVE_UP_MS = DAY_MS;
/** A day, and two hours for the export to take and for one run to be missed. */
const OVERDUE_MS = 26 * HOUR_MS;

export function nextStep({ running, restorableMs }: BackupState, nowMs: number): BackupStep {
  if (running !== null) return nowMs - running.snapshotMs < GIVE_UP_MS ? 'ask' : 'abandon';
  return restorableMs === null || nowMs - restorableMs >= EVERY_MS ? 'start' : 'rest';
}

/** How much would be lost if everything were lost now; before the first backup, since when there should have been one. */
export function backupAgeMs({ watchedSinceMs, restorableMs }: BackupState, nowMs: number): number {
  return Math.max(0, nowMs - (restorableMs ?? watchedSinceMs));
}

export function isOverdue(state: BackupState, nowMs: number): boolean {
  return backupAgeMs(state, nowMs) > OVERDUE_MS;
}

/**
 * An export is consistent only as of an instant that is named: a whole minute, in the past, and at most an hour ago.
 * Without one, documents are exported one after the other, and a wallet may not fit its journal.
 */
export function snapshotOf(nowMs: number): number {
  return Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
}
