import { createHash } from 'node:crypto';
import { demand, demandEqual } from '../core/violation.ts';
import { dayText } from '../oracle/calendar.ts';
import { type Entry, MONEY } from '../oracle/state.ts';

/** A posting by itself and against the one before it, from the written recipe, without the ledger's own code. */
export interface Link {
  readonly version: number;
  readonly headHash: string;
  readonly balances: any;
  readonly debt: any;
}

export function genesis(uid: string): Link {
  const nothing = { available: 0, locked: 0 };
  const balances = { coins: nothing, gems: nothing, points: nothing, eth: nothing };
  return { version: 0, headHash: sha256(`earnplay:ledger:${uid}`), balances, debt: NO_DEBT };
}

const NO_DEBT = { coins: 0, gems: 0, points: 0, eth: 0 };

/** Demands that `posting` follows `link` as `entry` says it must, and answers the link after it. */
export function follow(link: Link, posting: any, entry: Entry | undefined, where: string): Link {
  const name = `${where} posting ${posting.sequence}`;
  demand(posting.sequence === link.version + 1, () => `${name}: expected number ${link.version + 1}`);
  demand(posting.previousHash === link.headHash, () => `${name}: the chain is broken`);
  demand(posting.hash === hashOf(posting), () => `${name}: the hash does not seal it`);
  demandEqual(posting.before, link.balances, `${name} before`);
  const owed = posting.debt ?? { before: NO_DEBT, after: NO_DEBT };
  demandEqual(owed.before, link.debt, `${name} debt before`);
  for (const money of MONEY) {
    const legs = posting.legs.filter((leg: any) => leg.currency === money);
    const sum = legs.reduce((total: number, leg: any) => total + leg.amount, 0);
    demand(sum === 0, () => `${name}: ${money} does not balance, ${sum} too many`);
    for (const part of ['available', 'locked'] as const) {
      const moved = legs
        .filter((leg: any) => leg.account === part)
        .reduce((total: number, leg: any) => total + leg.amount, 0);
      const [before, after] = [posting.before[money][part], posting.after[money][part]];
      demand(after === before + moved, () => `${name}: ${money}.${part} is ${after}, not ${before} + ${moved}`);
      demand(after >= 0, () => `${name}: ${money}.${part} is negative`);
    }
  }
  demandDebt(posting, owed, name);
  demand(entry !== undefined, () => `${name}: nothing should have been posted`);
  demandEntry(posting, entry, name);
  return { version: posting.sequence, headHash: posting.hash, balances: posting.after, debt: owed.after };
}

/** What is given of a debt lowers it, and it never goes below nothing. */
function demandDebt({ legs, debt }: any, { before, after }: any, name: string): void {
  for (const money of MONEY) {
    const given = legs.filter((leg: any) => leg.account === 'debt' && leg.currency === money);
    const paid = given.reduce((total: number, leg: any) => total + leg.amount, 0);
    const [was, is] = [before[money], after[money]];
    demand(is === was - paid && is >= 0, () => `${name}: ${is} ${money} are owed, not ${was} - ${paid}`);
  }
  const owes = MONEY.some((money) => before[money] > 0 || after[money] > 0);
  demand(
    owes === (debt !== undefined),
    () => `${name}: it says that somebody owes nothing, or does not say what is owed`,
  );
}

function demandEntry(posting: any, entry: Entry, name: string): void {
  const { type, currency, legs, reference, actor, configVersion } = entry;
  demandEqual(posting, { type, actor }, name);
  if (reference !== null) demandEqual(posting.reference, reference, `${name} reference`);
  if (configVersion !== null) demandEqual(posting.configVersion, configVersion, `${name} configVersion`);
  const moved = Object.fromEntries(posting.legs.map((leg: any) => [leg.account, leg.amount]));
  demandEqual(moved, legs, `${name} legs`);
  demand(posting.legs.length === Object.keys(legs).length, () => `${name}: a leg too many or too few`);
  demand(
    posting.legs.every((leg: any) => leg.currency === currency),
    () => `${name}: another currency`,
  );
}

export function demandPage(path: string, entry: Entry): void {
  const page = path.split('/').at(-1) ?? '';
  demand(page.startsWith(dayText(entry.day)), () => `a posting of ${dayText(entry.day)} stands on ${path}`);
}

function hashOf(posting: any): string {
  const { sequence, type, postedAtMs, legs, before, after, reference, actor } = posting;
  const parts = (balances: any) => MONEY.flatMap((money) => [balances[money].available, balances[money].locked]);
  const moved = legs.map((leg: any) => [leg.account, leg.currency, leg.amount]);
  const facts = Object.keys(posting.details)
    .sort()
    .map((key) => [key, posting.details[key]]);
  const owed = ['before', 'after'].map((when) => posting.debt && MONEY.map((money) => posting.debt[when][money]));
  const sealed = posting.debt === undefined ? [] : owed;
  const about = [
    reference,
    actor,
    posting.correlationId,
    posting.configVersion,
    facts,
    posting.previousHash,
    ...sealed,
  ];
  return sha256(JSON.stringify([sequence, type, postedAtMs, moved, parts(before), parts(after), ...about]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
