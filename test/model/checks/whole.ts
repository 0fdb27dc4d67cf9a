import { demand, demandEqual } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { dayText } from '../oracle/calendar.ts';
import { type Account, MONEY, type Oracle } from '../oracle/state.ts';
import { follow, genesis } from './chain.ts';
import { checkSecrecy } from './secrets.ts';
import { checkDay, checkUser } from './touched.ts';

/** The whole world from scratch: every posting of every player, every account of every currency. */
export function checkWhole(oracle: Oracle, store: Store): void {
  const totals = new Map<string, number>();
  const isThere = ({ data }: { readonly data: any }) => data.isTakenOver !== true;
  const there = store.collection('users').filter(isThere).length;
  demand(there === oracle.accounts.size, () => 'players have come or gone unasked');
  for (const account of oracle.accounts.values()) checkAccount(oracle, store, account, totals);
  checkConserved(oracle, totals);
  checkSecrecy(store);
}

function checkAccount(oracle: Oracle, store: Store, account: Account, totals: Map<string, number>): void {
  const { uid } = account;
  const postings: any[] = [];
  for (const { path, data } of store.collection(`users/${uid}/days`)) {
    postings.push(...(data.postings ?? []));
    const page = path.split('/').at(-1) ?? '';
    if (page.length === '2026-01-01'.length) checkPage(oracle, store, uid, page, data);
  }
  postings.sort((left, right) => left.sequence - right.sequence);
  let link = genesis(uid);
  for (const posting of postings) {
    link = follow(link, posting, account.entries[posting.sequence - 1], uid);
    for (const { account: name, currency, amount } of posting.legs) {
      const key = `${currency} ${name}`;
      totals.set(key, (totals.get(key) ?? 0) + amount);
    }
  }
  demand(link.version === account.entries.length, () => `${uid} has lost postings`);
  const user = store.get(`users/${uid}`)?.data;
  checkUser(account, user, link);
  for (const money of MONEY) {
    const held = [...oracle.holds.values()].filter((one) => one.uid === uid && one.currency === money);
    const open = held.filter(({ status }) => status === 'held').reduce((sum, { amount }) => sum + amount, 0);
    demand(user.balances[money].locked === open, () => `${uid}: what is locked in ${money} is not what is held`);
  }
}

function checkConserved(oracle: Oracle, totals: ReadonlyMap<string, number>): void {
  for (const money of MONEY) {
    let all = 0;
    for (const [key, amount] of totals) if (key.startsWith(money)) all += amount;
    demand(all === 0, () => `${money} was made or lost: ${all}`);
    const between = totals.get(`${money} transfers`) ?? 0;
    demand(between === 0, () => `${between} ${money} left somebody, and came to nobody`);
    const players = [...oracle.accounts.values()].map((one) => one.money[money]);
    const owned = players.reduce((sum, { available, locked }) => sum + available + locked, 0);
    const posted = (totals.get(`${money} available`) ?? 0) + (totals.get(`${money} locked`) ?? 0);
    demand(owned === posted, () => `players own ${owned} ${money}, and the postings give ${posted}`);
    const owed = [...oracle.accounts.values()].reduce((sum, { debt }) => sum + debt[money], 0);
    const due = totals.get(`${money} debt`) ?? 0;
    demand(owed === -due, () => `players owe ${owed} ${money}, and the postings say ${-due}`);
  }
}

/** A page that waits for nothing has told everything: its month knows its counters. */
function checkPage(oracle: Oracle, store: Store, uid: string, date: string, page: any): void {
  checkDay(oracle, uid, date, page);
  // Months go with their player.
  const isGone = oracle.accounts.get(uid)?.standing === 'deleted';
  if (page.outboxSince !== null || page.stats === undefined || isGone) return;
  const month = store.get(`users/${uid}/monthlyStats/${date.slice(0, 7)}`)?.data;
  demandEqual(month?.byDay[date], page.stats, `${uid}, ${date} in its month`);
  demand(page.outbox.length === 0, () => `${uid} ${date}: messages wait, and nobody looks for them`);
}

/** Months once everything is relayed: the sum of their days. */
export function checkMonths(oracle: Oracle, store: Store): void {
  for (const { uid, days, standing } of oracle.accounts.values()) {
    if (standing === 'deleted') continue;
    const months = new Map<string, number>();
    for (const [day, { counts }] of days) {
      const month = dayText(day).slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + counts.coinsEarned);
    }
    for (const [month, coinsEarned] of months) {
      demandEqual(store.get(`users/${uid}/monthlyStats/${month}`)?.data, { coinsEarned }, `${uid} in ${month}`);
    }
  }
}
