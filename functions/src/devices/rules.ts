import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { DAY_MS, SECOND_MS } from '../kernel/time.ts';
import { deviceErrors } from './contract.ts';

/** A device belongs to at most one account, and an account to one device at a time. */
export interface DeviceState {
  /** Who holds the wanted device, or null. */
  readonly holder: string | null;
  /** The device that the account is bound to now. */
  readonly current: string | null;
  /** Instants of the account's earlier moves, epoch milliseconds, oldest first. */
  readonly changesMs: readonly number[];
}

export interface DeviceLimits {
  readonly maxChanges: number;
  readonly changeWindowDays: number;
}

/** Answers the moves to remember, or `unchanged` where the account already is on that device. */
export function decideMove(
  state: DeviceState,
  wanted: { readonly uid: string; readonly deviceHash: string; readonly nowMs: number },
  limits: DeviceLimits,
): Decision<{ readonly unchanged: boolean; readonly changesMs: readonly number[] }> {
  if (state.holder !== null && state.holder !== wanted.uid) return refuse(deviceErrors['already-bound']);
  if (state.current === wanted.deviceHash) return decided({ unchanged: true, changesMs: state.changesMs });
  const windowMs = limits.changeWindowDays * DAY_MS;
  const recent = state.changesMs.filter((instant) => instant > wanted.nowMs - windowMs);
  if (recent.length < limits.maxChanges) return decided({ unchanged: false, changesMs: [...recent, wanted.nowMs] });
  const freesAtMs = (recent[recent.length - limits.maxChanges] ?? wanted.nowMs) + windowMs;
  const retryAfterSeconds = Math.max(1, Math.ceil((freesAtMs - wanted.nowMs) / SECOND_MS));
  return refuse(deviceErrors['too-many-changes'], { retryAfterSeconds });
}
