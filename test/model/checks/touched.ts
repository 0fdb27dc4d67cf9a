import type { Settled } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import { dayOfText, dayText } from '../oracle/calendar.ts';
import { type Account, MONEY, type Oracle } from '../oracle/state.ts';
import { demandPage, follow, genesis } from './chain.ts';
import { demandConcealed, demandRecord } from './conceal.ts';
import { checkDocument, checkTold } from './documents.ts';
import { checkUnnamed } from './unnamed.ts';

/** What a commit has touched, against what the oracle says of it: run after every single commit. */
export function checkTouched(oracle: Oracle, settled: Settled): void {
  const uids = new Set<string>();
  for (const write of settled.writes) {
    const { path, after } = write;
    const [collection, id = '', inner, innerId = ''] = path.split('/');
    checkUnnamed(oracle, path, after);
    if (collection === 'users' && isLeft(oracle, id)) continue;
    if (collection === 'users') uids.add(id);
    else checkDocument(oracle, write);
    if (after === undefined) continue;
    if (inner === 'checkpoints') checkVerified(oracle, id, after);
    if (inner === 'holds') checkHold(oracle, innerId, after);
    if (inner === 'days' && !isArchive(innerId)) checkDay(oracle, id, innerId, after);
  }
  for (const uid of uids) checkPlayer(oracle, settled, uid);
  checkTold(oracle, settled.writes);
}

/** Whether nothing counts any more of what stands under this uid, and nobody new is there; or it is a copy, looked at as a whole. */
function isLeft(oracle: Oracle, uid: string): boolean {
  if (oracle.pseudonyms.has(uid)) return true;
  return !oracle.accounts.has(uid) && (oracle.takenOver.has(uid) || oracle.departed.has(uid));
}

function isArchive(page: string): boolean {
  return page.split('-').length > 3;
}

function checkHold(oracle: Oracle, holdId: string, stored: any): void {
  const expected = oracle.holds.get(holdId);
  demand(expected !== undefined, () => `hold ${holdId} should not exist`);
  const { status, captured, amount, currency } = expected;
  demandEqual(stored, { status, captured, amount, currency }, `hold ${holdId}`);
}

/** Verification remembers what the player had after so many postings, and nothing that the player never had. */
function checkVerified(oracle: Oracle, uid: string, { sequence, balances, debt }: any): void {
  const entries = oracle.accounts.get(uid)?.entries ?? [];
  demand(sequence <= entries.length, () => `${sequence} postings of ${uid} are verified, who has ${entries.length}`);
  const sums = new Map<string, number>();
  for (const { currency, legs } of entries.slice(0, sequence)) {
    for (const [account, amount] of Object.entries(legs)) {
      const key = `${currency} ${account}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  for (const money of MONEY) {
    const [available, locked] = ['available', 'locked'].map((part) => sums.get(`${money} ${part}`) ?? 0);
    demandEqual(balances[money], { available, locked }, `${uid} as verified, ${money}`);
    demandEqual(debt[money], 0 - (sums.get(`${money} debt`) ?? 0), `${uid} as verified, ${money} owed`);
  }
}

/** Counters and memory of one day. */
export function checkDay(oracle: Oracle, uid: string, date: string, stored: any): void {
  const day = oracle.accounts.get(uid)?.days.get(dayOfText(date));
  demand(day !== undefined || (stored.stats?.events ?? 0) === 0, () => `${uid} did nothing on ${date}`);
  if (day === undefined) return;
  const where = `${uid} on ${date}`;
  const { implausible: _sealed, ...counts } = day.counts;
  demandEqual(stored.stats, counts, where);
  demandConcealed(stored, where);
  demandEqual(stored.winsByGame, Object.fromEntries(day.wins), `${where}, wins`);
  demand(stored.keys.length === 16 * day.seen.size, () => `${where}: remembers ${stored.keys.length / 16} events`);
}

function checkPlayer(oracle: Oracle, { writes, before }: Settled, uid: string): void {
  const account = oracle.accounts.get(uid);
  demand(account !== undefined, () => `player ${uid} should not exist`);
  const written = writes.find(({ path }) => path === `users/${uid}`);
  const earlier = before(`users/${uid}`);
  const pages = writes.filter(({ path }) => path.startsWith(`users/${uid}/days/`));
  const was = new Set(pages.flatMap((page) => (page.before?.postings ?? []).map((one: any) => one.hash)));
  const is = pages.flatMap(({ path, after }) => (after.postings ?? []).map((posting: any) => ({ path, posting })));
  const hashes = new Set(is.map(({ posting }) => posting.hash));
  for (const hash of was) demand(hashes.has(hash), () => `a posting of ${uid} has gone from its page`);
  demand(hashes.size === is.length, () => `a posting of ${uid} stands on two pages`);
  let link = earlier === undefined ? genesis(uid) : { debt: {}, ...earlier };
  const fresh = is.filter(({ posting }) => !was.has(posting.hash));
  fresh.sort((left, right) => left.posting.sequence - right.posting.sequence);
  for (const { path, posting } of fresh) {
    const entry = account.entries[posting.sequence - 1];
    link = follow(link, posting, entry, uid);
    if (entry !== undefined) demandPage(path, entry);
  }
  demand(
    link.version === account.entries.length,
    () => `${uid} has ${link.version} postings, not ${account.entries.length}`,
  );
  if (written !== undefined) checkUser(account, written.after, link);
  else demand(fresh.length === 0, () => `${uid} has postings that its wallet does not know`);
}

/** `users/{uid}` as a whole. */
export function checkUser(account: Account, stored: any, link: { version: number; headHash: string }): void {
  const where = account.uid;
  demandEqual(stored.balances, account.money, `${where} balances`);
  demandEqual(stored.debt, account.debt, `${where} debt`);
  demandEqual([stored.version, stored.headHash], [link.version, link.headHash], `${where} version and head`);
  for (const money of MONEY) {
    const { available, locked } = stored.balances[money];
    demand(available >= 0 && locked >= 0, () => `${where} has less than nothing of ${money}`);
    demand(stored.debt[money] === 0 || available === 0, () => `${where} owes ${money} and could pay`);
  }
  const { day, length } = account.streak;
  demandEqual(stored.streak, { lastDay: day === null ? null : dayText(day), days: length }, `${where} streak`);
  const { implausible: _sealed, ...counts } = account.counts;
  demandEqual(stored.stats, counts, `${where} stats`);
  demandConcealed(stored, where);
  demandRecord(account, stored.sealed);
  demandEqual(stored.deviceHash, account.device, `${where} device`);
  demandEqual(
    [stored.status, stored.standingUntil?.toMillis() ?? null],
    [account.standing, account.standingEnd?.atMs ?? null],
    `${where} standing and its end`,
  );
  demandEqual(
    [stored.referralCode, stored.referredBy, stored.signedOutAt?.toMillis() ?? null],
    [account.code, account.referredBy, account.signedOutAtMs],
    `${where} code, referrer and sign-out`,
  );
}
