import type { Answer } from '../core/answer.ts';
import { DAY } from './calendar.ts';
import { type Adjustment, type Oracle, refused } from './state.ts';

/** What waits for a second person does so for a week. */
const ASK_KEPT = 7 * DAY;

export function hasLapsed({ askedAtMs }: { readonly askedAtMs: number }, nowMs: number): boolean {
  return nowMs - askedAtMs >= ASK_KEPT;
}

/** Whether two accounts are one person's: a device of the one's was the other's, or they were to be paid to one place. */
export function areOnePersons(oracle: Oracle, one: string, other: string): boolean {
  if (one === other) return true;
  const devices = oracle.accounts.get(other)?.devices ?? [];
  if (devices.some((device) => oracle.deviceHolders.get(device)?.includes(one))) return true;
  return [...oracle.destinations.values()].some((uids) => uids.includes(one) && uids.includes(other));
}

/** All that an admin has corrected without a second one in the last 24 hours. */
export function doneAlone(oracle: Oracle, admin: string, nowMs: number): number {
  let total = 0;
  for (const { atMs, amount } of oracle.doneAlone.get(admin) ?? []) if (atMs > nowMs - DAY) total += amount;
  return total;
}

/** Whoever counts looks no further back than a day, by a clock of their own. */
export function countDoneAlone(oracle: Oracle, admin: string, nowMs: number, amount: number): void {
  const counting = (oracle.doneAlone.get(admin) ?? []).filter(({ atMs }) => atMs > nowMs - DAY);
  oracle.doneAlone.set(admin, [...counting, { atMs: nowMs, amount }]);
}

interface Second {
  readonly kind: Adjustment['kind'];
  readonly admin: string;
  readonly nowMs: number;
}

/** Why somebody cannot be the second person for what was asked; undefined where they can. */
export function refuseSecond(oracle: Oracle, asked: Adjustment | undefined, second: Second): Answer | undefined {
  const { kind, admin, nowMs } = second;
  if (asked === undefined || asked.applied || asked.kind !== kind) return refused('wallet/unknown-adjustment');
  if (hasLapsed(asked, nowMs)) return refused('staff/ask-lapsed');
  if (asked.requestedBy === admin) return refused('wallet/second-person-required');
  const account = oracle.accounts.get(asked.uid);
  if (account === undefined || account.standing === 'deleted')
    return refused(account === undefined ? 'users/not-found' : 'users/deleted');
  if (areOnePersons(oracle, admin, asked.requestedBy)) return refused('wallet/second-person-required');
  const gains = [admin, asked.requestedBy].some((person) => areOnePersons(oracle, person, asked.uid));
  return gains ? refused('staff/own-benefit') : undefined;
}
