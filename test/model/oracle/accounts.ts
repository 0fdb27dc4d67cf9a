import type { Answer } from '../core/answer.ts';
import type { Write } from '../core/operation.ts';
import { noDebt, openMoney } from './ledger.ts';
import { visit } from './places.ts';
import type { Rules } from './prices.ts';
import { type Account, noCounts, type Oracle, refused } from './state.ts';

/** Whoever was deleted is known to Auth again with the next custom token. */
export function signInAnew({ claims, departed }: Oracle, uid: string): void {
  if (departed.has(uid) && !claims.has(uid)) (claims as Map<string, unknown>).set(uid, {});
}

/** Why somebody cannot have an account now, whatever device they come with. */
export function mayNotOpen(coming: Coming): Answer | undefined {
  const { oracle, uid, operation, rules, signedInAtMs } = coming;
  const earlier = oracle.accounts.get(uid);
  if (earlier !== undefined)
    return refused(earlier.standing === 'deleted' ? 'users/being-deleted' : 'users/already-exists');
  // What is kept has its other name, and what was copied is not erased yet.
  if (oracle.takenOver.has(uid)) return refused('users/being-deleted');
  const departedMs = oracle.departed.get(uid);
  if (departedMs !== undefined && signedInAtMs < departedMs) return refused('platform/signed-out');
  const isBanned = rules.signUps.refuseBannedContacts && oracle.bannedWhenLooked.get(operation) === true;
  return isBanned ? refused('users/sign-up-banned') : undefined;
}

interface Coming {
  readonly oracle: Oracle;
  readonly uid: string;
  readonly operation: number;
  readonly rules: Rules;
  readonly signedInAtMs: number;
}

export interface Opening {
  readonly address: string;
  readonly nowMs: number;
  readonly rules: Rules;
  /** What the commit wrote: the code that was drawn is the system's to choose. */
  readonly writes: readonly Write[];
}

/** Somebody new is there from now on, and is known by a place and a code. */
export function openAccount(oracle: Oracle, account: Account, { address, nowMs, rules, writes }: Opening): void {
  const { uid } = account;
  visit(account, address, nowMs, rules);
  account.signedOutAtMs = oracle.departed.get(uid) ?? null;
  const code = writes.find(({ path, after }) => path.startsWith('referralCodes/') && after?.uid === uid);
  account.code = code?.path.split('/')[1] ?? '';
  oracle.codes.set(account.code, uid);
  oracle.accounts.set(uid, account);
  oracle.strangers.delete(uid);
}

export function newAccount(uid: string, nowMs: number): Account {
  return {
    uid,
    standing: 'active',
    standingEnd: null,
    frozenBy: [],
    imposed: null,
    createdAtMs: nowMs,
    signedOutAtMs: null,
    code: '',
    referredBy: null,
    places: [],
    lastRequestMs: null,
    device: null,
    devices: [],
    money: openMoney(),
    debt: noDebt(),
    entries: [],
    moves: [],
    streak: { day: null, length: 0 },
    counts: noCounts(),
    days: new Map(),
    ads: new Map(),
  };
}
