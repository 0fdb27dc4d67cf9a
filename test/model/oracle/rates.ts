import type { Answer } from '../core/answer.ts';
import type { Oracle } from './state.ts';

/** Calls a minute: in any 60 seconds at most so many of a player, and of an address; what is refused does not count. */
const MINUTE = 60_000;
const LIMITS: Readonly<Record<string, { readonly uid: number | null; readonly address: number }>> = {
  createUser: { uid: null, address: 50 },
  batchEvents: { uid: 10, address: 50 },
  adoptGuest: { uid: 5, address: 50 },
  bindDevice: { uid: 5, address: 50 },
  claimReferral: { uid: 5, address: 20 },
  requestWithdrawal: { uid: 3, address: 10 },
};
const OTHERS = { uid: 60, address: 300 };

/** A call that takes no place after all: to sign up again, or to send a sign-up again, changes nothing for anybody. */
export function takesNoPlace(name: string, answer: Answer): boolean {
  if (name !== 'createUser') return false;
  return answer.ok ? answer.value.replayed === true : answer.code === 'users/already-exists';
}

export function giveBack(oracle: Oracle, name: string, address: string, nowMs: number): void {
  const key = `${name}/address/${address}`;
  const admitted = oracle.admitted.get(key) ?? [];
  const at = admitted.lastIndexOf(nowMs);
  oracle.admitted.set(
    key,
    admitted.filter((_, place) => place !== at),
  );
}

export function admits(oracle: Oracle, name: string, uid: string, address: string, nowMs: number): boolean {
  if (!oracle.limited) return true;
  const limits = LIMITS[name] ?? OTHERS;
  const windows: [string, number][] = [[`${name}/address/${address}`, limits.address]];
  if (limits.uid !== null) windows.push([`${name}/uid/${uid}`, limits.uid]);
  const recent = windows.map(([key]) => (oracle.admitted.get(key) ?? []).filter((at) => at > nowMs - MINUTE));
  if (windows.some(([, limit], index) => (recent[index]?.length ?? 0) >= limit)) return false;
  for (const [index, [key]] of windows.entries()) oracle.admitted.set(key, [...(recent[index] ?? []), nowMs]);
  return true;
}
