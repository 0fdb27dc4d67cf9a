import type { Cell, Table } from '../report.ts';
import { type Bill, billOf, tieredDollars } from './bill.ts';
import type { Designs } from './designs.ts';
import type { Measured, Stretch } from './measured.ts';
import { type Design, monthOf } from './month.ts';
import { PROFILES_A_DAY, REWARDED_ACTIONS, SESSIONS_A_DAY, WITHDRAWALS_A_MONTH } from './play/day.ts';
import { type Prices, RESOURCES } from './prices.ts';
import { SIZES, TARGET_DOLLARS, TARGET_WRITES_A_PLAYER_DAY } from './targets.ts';

export function dayTable({ typicalDay, withdrawal }: Measured): Table {
  const share = WITHDRAWALS_A_MONTH / 30;
  const rows = [...rowsOf(typicalDay, 1, ''), ...rowsOf(withdrawal, share, 'withdrawal: ')];
  return {
    title: 'A typical player’s day, metered',
    note: `${REWARDED_ACTIONS} rewarded actions (15 wins, 10 ads, 3 spins, a streak claim) in ${SESSIONS_A_DAY} sessions of about 5 minutes, an action every 30 s, the profile opened ${PROFILES_A_DAY} times, the app started anew for each session; and a thirtieth of a withdrawal with its review and payment. Played by the built client, whose queue decides what goes out when (50 events, 60 s, or the app put away), against the deployed callables; clocks of the devices run faster, nothing else does. Means of ${typicalDay.units} players, of all that every process sent and served, by function; “players” is what their devices read. The rules read nothing by themselves: they have no get(). A web page on another origin adds a preflight request to each call, apps do not.`,
    columns: ['who', 'invocations', 'read', 'written', 'TTL deletes', 'ms each', 'CPU ms each', 'event KB each'],
    rows: [...rows, totalOf(rows)],
  };
}

function rowsOf({ usage, units }: Stretch, share: number, prefix: string): Cell[][] {
  return usage.map(({ who, operations, calls, durationMs, cpuMs, requestBytes }) => {
    const each = (value: number): Cell => (calls === 0 ? '' : value / calls);
    const of = (value: number) => (value * share) / units;
    const { reads, writes, ttlDeletes } = operations;
    const times = [each(durationMs), each(cpuMs), each(requestBytes / 1_000)];
    return [`${prefix}${who}`, of(calls), of(reads), of(writes), of(ttlDeletes), ...times];
  });
}

function totalOf(rows: readonly (readonly Cell[])[]): Cell[] {
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  return ['in all', sum(1), sum(2), sum(3), sum(4), '', '', ''];
}

export function designsTable(designs: Designs, prices: Prices): Table {
  const players = 1_000_000;
  const rows = Object.values(designs).map((design: Design) => {
    const month = monthOf(design, players, prices.daysPerMonth);
    const aDay = (value: number) => value / players / prices.daysPerMonth;
    const { requests, firestoreReads, firestoreWrites, firestoreDeletes, firestoreTtlDeletes } = month;
    const deletes = aDay(firestoreDeletes + firestoreTtlDeletes);
    const counts = [aDay(requests), aDay(firestoreReads), aDay(firestoreWrites), deletes];
    const growthKb = design.storedBytesAPlayer / 1_000;
    return [design.name, ...counts, growthKb, (billOf(month, prices).dollars * 1_000) / players];
  });
  const note = `A day of one of ${players.toLocaleString('en')} players, with their share of schedules and verification. “One batch a session” is the same client with its option flushSeconds longer than a session. The classic designs were played as functions of their own, action by action, and are spared listeners, ledger, messages, withdrawals and schedules; the cheaper one pays twice what is sent twice. Published for comparable systems: ${TARGET_WRITES_A_PLAYER_DAY} written.`;
  const columns = ['design', 'invocations', 'read', 'written', 'deleted', 'KB stored a month', '$ a month for 1,000'];
  return { title: 'Operations of a player’s day, by design', note, columns, rows };
}

export function dollarsTable(designs: Designs, prices: Prices): Table {
  const { typical, threeBatches, classicWrite, classicTransaction } = designs;
  const rows = SIZES.map((players) => {
    const of = (design: Design) => dollarsOf(design, players, prices);
    const target = TARGET_DOLLARS.get(players);
    const against = target === undefined ? ['', ''] : [target, of(typical) / target];
    const all = [of(typical), of(threeBatches), of(classicWrite), of(classicTransaction)];
    return [players.toLocaleString('en'), ...all, of(typical) / of(classicTransaction), ...against];
  });
  const columns = [
    ...['players a day', 'EarnPlay $', 'one batch a session $', 'one write per action $'],
    ...['one transaction per action $', 'EarnPlay ÷ transaction', 'published target $', 'EarnPlay ÷ target'],
  ];
  const note = `List prices of ${prices.readOn} (bench/cost/prices.json: ${prices.place}), free tiers deducted, ${prices.daysPerMonth} equal days. Durations are those of the emulator on one machine, taken as they are: Firestore in the cloud is slower to answer and its instances are faster. An instance has 1 vCPU and serves up to 80 requests at once; requests are spread evenly over the day, and autoscaling fills instances to 60 %.`;
  return { title: 'Dollars a month', note, columns, rows };
}

export function linesTable(design: Design, prices: Prices): Table {
  const bills = SIZES.map((players) => billOf(monthOf(design, players, prices.daysPerMonth), prices));
  const rows: Cell[][] = RESOURCES.map((resource) => [
    prices.lines[resource].title,
    ...bills.map((bill) => bill.lines.find((line) => line.resource === resource)?.dollars ?? 0),
  ]);
  const columns = ['$ a month', ...SIZES.map((players) => `${players.toLocaleString('en')} a day`)];
  const sums = ['in all', ...bills.map(({ dollars }) => dollars)];
  const note = `Of ${design.name}, in the first month; a player’s documents grow by ${(design.storedBytesAPlayer / 1_000).toFixed(0)} KB a month, index entries included, and stay. No copy of the published price was at hand for: ${unconfirmed(prices)}.`;
  return { title: 'What the bill is made of', note, columns, rows: [...rows, sums] };
}

function unconfirmed({ lines }: Prices): string {
  const titles = Object.values(lines).flatMap(({ title, confirmedBy }) => (confirmedBy === null ? [title] : []));
  return titles.length === 0 ? 'none' : titles.join(', ');
}

export function apartTable({ apart }: Prices): Table {
  const { redis, identityPlatform } = apart;
  const rows: Cell[][] = [
    [redis.title, ...SIZES.map(() => redis.monthly)],
    [identityPlatform.title, ...SIZES.map((players) => tieredDollars(players, identityPlatform.tiers))],
  ];
  const columns = ['$ a month', ...SIZES.map((players) => `${players.toLocaleString('en')} a day`)];
  return { title: 'Not in these sums', note: 'What a studio may or may not add.', columns, rows };
}

export function dollarsOf(design: Design, players: number, { lines, daysPerMonth }: Prices): number {
  const bill: Bill = billOf(monthOf(design, players, daysPerMonth), { lines, daysPerMonth });
  return bill.dollars;
}
