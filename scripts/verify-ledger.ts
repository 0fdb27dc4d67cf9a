import { parseArgs } from 'node:util';
import { CURRENCIES } from '../functions/src/kernel/money.ts';
import { closeFirebase } from '../functions/src/platform/runtime/firebase.ts';
import type { Discrepancy } from '../functions/src/wallet/auditFindings.ts';
import { AUDITED_ACCOUNTS } from '../functions/src/wallet/auditTotals.ts';
import { discrepanciesOf } from '../functions/src/wallet/discrepancies.ts';
import { type UidRange, type VerifySummary, verifyLedger } from '../functions/src/wallet/verifyLedger.ts';

/**
 * `npm run verify-ledger`: recomputes every wallet of the project in GCLOUD_PROJECT, at the emulator that
 * FIRESTORE_EMULATOR_HOST names or with application default credentials, and names what does not hold.
 */
const USAGE = `Usage: GCLOUD_PROJECT=<project> npm run verify-ledger -- [options]
  --resume               go on with a run that was cut off, instead of starting anew
  --json                 print one JSON document
  --first-uid <uid>      verify from this user on
  --last-uid <uid>       verify up to this user
Exits with 0 where everything holds, 1 where something does not, 2 where it could not be told.`;

/** More discrepancies than anybody reads; the others are in `ledgerDiscrepancies`. */
const MAX_LISTED = 1_000;
const NO_BUDGET_MS = Number.POSITIVE_INFINITY;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) return 2;
  try {
    const { resume, range } = options;
    const request = { nowMs: Date.now(), budgetMs: NO_BUDGET_MS, resume, notify: () => {} };
    const summary = await verifyLedger(range === undefined ? request : { ...request, range });
    const found = summary.discrepancies === 0 ? [] : await listed(summary.startedAtMs);
    if (options.json) console.log(JSON.stringify({ ...summary, found }, null, 2));
    else console.log(reportOf(summary, found));
    if (summary.status !== 'finished') return 2;
    return summary.discrepancies === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The verification was cut off: ${error instanceof Error ? error.message : String(error)}`);
    console.error('With --resume it goes on where it stopped.');
    return 2;
  } finally {
    await closeFirebase();
  }
}

interface Options {
  readonly resume: boolean;
  readonly json: boolean;
  readonly range: UidRange | undefined;
}

function optionsOf(args: string[]): Options | undefined {
  const flags = { resume: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const bounds = { 'first-uid': { type: 'string' }, 'last-uid': { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ args, options: { ...flags, ...bounds } });
    if (!process.env.GCLOUD_PROJECT) throw new Error('GCLOUD_PROJECT does not name a project.');
    const { 'first-uid': firstUid, 'last-uid': lastUid } = values;
    if ((firstUid === undefined) !== (lastUid === undefined)) throw new Error('A range needs both of its ends.');
    const range = firstUid === undefined || lastUid === undefined ? undefined : { firstUid, lastUid };
    return { resume: values.resume ?? false, json: values.json ?? false, range };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}

/** What this run found, what it found before it was cut off included. */
async function listed(startedAtMs: number): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  for await (const one of discrepanciesOf(startedAtMs)) {
    const { uid, sequence, kind, where, expected, actual } = one;
    found.push({ uid, sequence, kind, where, expected, actual });
    if (found.length === MAX_LISTED) break;
  }
  return found;
}

function reportOf(summary: VerifySummary, found: readonly Discrepancy[]): string {
  const { status, users, postings, discrepancies } = summary;
  const place = process.env.FIRESTORE_EMULATOR_HOST ?? 'production';
  return [
    `Ledger of ${process.env.GCLOUD_PROJECT} (${place}): ${status}`,
    `${counted(users, 'user')}, ${counted(postings, 'posting')}`,
    '',
    ...totalsTable(summary),
    '',
    ...found.map(lineOf),
    ...(found.length < discrepancies ? ['… the others are in ledgerDiscrepancies'] : []),
    discrepancies === 0 ? 'Everything holds.' : `${counted(discrepancies, 'discrepancy', 'discrepancies')}.`,
  ].join('\n');
}

function lineOf({ uid, sequence, kind, where, expected, actual }: Discrepancy): string {
  const whose = uid === null ? 'all users' : `user ${uid}`;
  const which = sequence === null ? '' : `, posting ${sequence}`;
  return `✗ ${whose}${which}: ${kind} (${where})\n    expected ${expected}\n    found    ${actual}`;
}

/** Where all money stands, in minor units. What players hold and what the accounts gave sum to zero. */
function totalsTable({ totals }: VerifySummary): string[] {
  const rows = AUDITED_ACCOUNTS.map((account) => [account, ...CURRENCIES.map((one) => totals[account]?.[one] ?? '0')]);
  const table = [['account', ...CURRENCIES], ...rows];
  const widths = ['account', ...CURRENCIES].map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
