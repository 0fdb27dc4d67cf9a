import type { Settled } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import { audit } from './audits.ts';
import type { Standing } from './records.ts';
import type { Account, Oracle } from './state.ts';
import { move } from './withdrawals.ts';

/** What somebody may do now: what has an end is over by itself, written down or not. */
export function standingNow({ standing, standingEnd }: Account, nowMs: number): Standing {
  return standingEnd !== null && standingEnd.atMs <= nowMs && standing !== 'deleted' ? standingEnd.next : standing;
}

/** Whether somebody's contacts are banned. */
export function isBanned(oracle: Oracle, uid: string, nowMs: number): boolean {
  return Object.values(bansOf(oracle, uid)).some((untilMs) => untilMs === null || untilMs > nowMs);
}

/** The bans of a person: of the account that is there, and of earlier ones under their pseudonyms. */
export function bansOf({ banned, pseudonyms }: Oracle, person: string): Record<string, number | null> {
  return Object.fromEntries([...banned].filter(([name]) => (pseudonyms.get(name) ?? name) === person));
}

/** Who may act: an account that exists, in good standing, from a sign-in that was not ended. The code of the refusal. */
export function mayNotAct(account: Account | undefined, nowMs: number, signedInAtMs?: number): string | undefined {
  if (account === undefined) return 'users/not-found';
  const standing = standingNow(account, nowMs);
  if (standing !== 'active') return `users/${standing}`;
  const { signedOutAtMs } = account;
  const isOver = signedOutAtMs !== null && signedInAtMs !== undefined && signedInAtMs < signedOutAtMs;
  return isOver ? 'platform/signed-out' : undefined;
}

type Imposed = NonNullable<Account['imposed']>;

/** What staff have set and is not over. */
export function inForce({ imposed }: Account, nowMs: number): Imposed | null {
  return imposed !== null && (imposed.untilMs === null || imposed.untilMs > nowMs) ? imposed : null;
}

/** Makes the standing what follows from what holds the player now, and tells the player where it is another one. */
export function restand(oracle: Oracle, account: Account, nowMs: number): Standing {
  const { uid } = account;
  const [stored, before] = [account.standing, standingNow(account, nowMs)];
  if (before === 'deleted') return before;
  Object.assign(account, standingOf(account, inForce(account, nowMs)));
  banOrFree(oracle, account, stored);
  if (account.standing !== before || account.standing !== stored) {
    oracle.dueNotes.push({ uid, kind: 'account', facts: { decision: account.standing } });
  }
  return account.standing;
}

/** The worst of what holds the player; an entry of the review queue has no end. */
function standingOf({ frozenBy }: Account, imposed: Imposed | null): Pick<Account, 'standing' | 'standingEnd'> {
  const otherwise = frozenBy.length > 0 ? 'frozen' : 'active';
  if (imposed === null) return { standing: otherwise, standingEnd: null };
  const end = imposed.untilMs === null ? null : ({ atMs: imposed.untilMs, next: otherwise } as const);
  if (imposed.standing === 'banned') return { standing: 'banned', standingEnd: end };
  return { standing: 'frozen', standingEnd: otherwise === 'frozen' ? null : end };
}

/** Only who can sign in has contacts that are known. */
function banOrFree(oracle: Oracle, { uid, standing, standingEnd }: Account, stored: Standing): void {
  if (standing === 'banned' && oracle.claims.has(uid)) oracle.banned.set(uid, standingEnd?.atMs ?? null);
  if (standing !== 'banned' && stored === 'banned') oracle.banned.delete(uid);
}

/** What follows by itself: a ban rejects what waits, each once, and what has an end is written down as over. */
export function followStanding(oracle: Oracle, settled: Settled): undefined {
  const { writes, nowMs, operation } = settled;
  for (const { path, before, after } of writes) {
    const [collection, id = '', inner] = path.split('/');
    if (collection === 'withdrawals') reject(oracle, settled, id);
    if (collection !== 'users' || inner !== undefined || before === undefined) continue;
    const isEnd = before.standingUntil !== null && before.standingUntil !== undefined && after.standingUntil === null;
    if (!isEnd) continue;
    const account = oracle.accounts.get(id);
    const isDue = account?.imposed?.untilMs != null && account.imposed.untilMs <= nowMs;
    demand(
      account !== undefined && isDue,
      () => `operation ${operation.id} ended the standing of ${id}, which is not over`,
    );
    account.imposed = null;
    restand(oracle, account, nowMs);
    audit(oracle, { actor: 'system:sweepStandings', action: 'setStanding:ended', subject: `users/${id}` });
  }
  return;
}

function reject(oracle: Oracle, { nowMs, operation }: Settled, id: string): void {
  const withdrawal = oracle.withdrawals.get(id);
  const account = oracle.accounts.get(withdrawal?.uid ?? '');
  const isBanned = account !== undefined && standingNow(account, nowMs) === 'banned';
  demand(withdrawal !== undefined && isBanned, () => `withdrawal ${id} was rejected, and its owner is not banned`);
  // Which configuration it names is that of whoever got to it.
  const cause = { nowMs, version: null, operation: operation.id, isTraced: operation.kind !== 'sweepStandings' };
  const step = { oracle, actor: 'system:rejectWaiting', posts: 'staff', ...cause };
  const refusal = move(step, withdrawal, 'reject');
  demand(refusal === undefined, () => `withdrawal ${id} was rejected, which did not wait`);
}
