import type { Answer } from '../core/answer.ts';
import { DAY } from './calendar.ts';
import type { Rules } from './prices.ts';
import { type Account, type Oracle, refused } from './state.ts';

/** So many holders a device remembers. */
const HOLDERS = 50;

export function holdDevice(oracle: Oracle, account: Account, deviceHash: string): void {
  const { uid } = account;
  oracle.devices.set(deviceHash, uid);
  oracle.deviceHolders.set(deviceHash, [...(oracle.deviceHolders.get(deviceHash) ?? []), uid].slice(-HOLDERS));
  account.devices = [...account.devices.filter((one) => one !== deviceHash), deviceHash];
  account.device = deviceHash;
}

/** A request that names the device that its sender is bound to, without knowing which one that is. */
export function boundDevice(data: any, oracle: Oracle, { uid }: { readonly uid: string }): any {
  if (data.deviceHash !== 'bound') return data;
  return { ...data, deviceHash: oracle.accounts.get(uid)?.device ?? '0'.repeat(64) };
}

/** Why a new account may not begin on a device that somebody holds, or nobody. */
export function mayNotHold(oracle: Oracle, holder: string | null, deviceHash: string): Answer | undefined {
  if (holder !== null) return refused('devices/already-bound');
  return oracle.bannedDevices.has(deviceHash) ? refused('devices/banned') : undefined;
}

export interface Move {
  readonly deviceHash: string;
  readonly nowMs: number;
  readonly rules: Rules;
}

/** Why an account may not come to a device that somebody holds, or nobody; undefined where it may, or is there. */
export function mayNotMove(oracle: Oracle, account: Account, holder: string | null, move: Move): Answer | undefined {
  if (holder !== null && holder !== account.uid) return refused('devices/already-bound');
  if (account.device === move.deviceHash) return undefined;
  if (recentMoves(account, move).length >= move.rules.devices.maxChanges) return refused('devices/too-many-changes');
  return oracle.bannedDevices.has(move.deviceHash) ? refused('devices/banned') : undefined;
}

export function moveDevice(oracle: Oracle, account: Account, move: Move): void {
  if (account.device === move.deviceHash) return;
  if (account.device !== null) oracle.devices.set(account.device, null);
  holdDevice(oracle, account, move.deviceHash);
  account.moves = [...recentMoves(account, move), move.nowMs];
}

function recentMoves({ moves }: Account, { nowMs, rules }: Move): number[] {
  return moves.filter((at) => at > nowMs - rules.devices.changeWindowDays * DAY);
}
