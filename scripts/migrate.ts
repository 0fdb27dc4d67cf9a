/**
 * `npm run migrate`: moves what earlier versions stored to where this one has it. Run it when a deployment is through, and
 * again whenever you like: it goes on where it was stopped, and where nothing is left it changes nothing.
 *
 * Works at the emulator that FIRESTORE_EMULATOR_HOST names, else on the project that GOOGLE_CLOUD_PROJECT names, as
 * whoever `gcloud auth application-default login` signed in.
 */
import { parseArgs } from 'node:util';
import { domains } from '../functions/src/gathered.ts';
import { type MigrationSummary, migrate } from '../functions/src/ops/migrate.ts';
import type { Domain } from '../functions/src/platform/manifest/domain.ts';
import { furnish } from '../functions/src/platform/manifest/house.ts';
import type { Migration } from '../functions/src/platform/manifest/migration.ts';
import { closeFirebase } from '../functions/src/platform/runtime/firebase.ts';

const USAGE = `Usage: GOOGLE_CLOUD_PROJECT=<project> npm run migrate -- [--dry-run] [name ...]
  --dry-run   say what would change, and change nothing
  name        only the migrations of these names; all of them without any
Exits with 0 where all was done, 1 where documents could not be changed, 2 where it could not begin.`;

/** What is moved is opened and sealed, hashed and compared, so it takes the deployment's own. */
const KEYS = ['ADDRESS_HASH_KEY', 'PAYMENT_KEYS', 'PLAYER_KEYS'];

class UsageError extends Error {}

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { dryRun, names } = optionsOf(process.argv.slice(2));
    const all = await declared(domains);
    const unknown = names.filter((name) => !all.some((one) => one.name === name));
    if (unknown.length > 0) throw new UsageError(`There is no migration ${unknown.join(', ')}.`);
    furnish(async () => domains);
    const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
    let failed = 0;
    for (const migration of chosen) failed += (await run(migration, dryRun)).failed;
    return failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error(USAGE);
    return 2;
  } finally {
    await closeFirebase();
  }
}

function optionsOf(args: string[]): { readonly dryRun: boolean; readonly names: readonly string[] } {
  const { values, positionals } = read(args);
  if (!process.env.GCLOUD_PROJECT && !process.env.GOOGLE_CLOUD_PROJECT) {
    throw new UsageError('Set GOOGLE_CLOUD_PROJECT to the id of the Firebase project.');
  }
  const missing = KEYS.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new UsageError(`Set ${missing.join(', ')} to what the deployment has (firebase functions:secrets:access).`);
  }
  return { dryRun: values['dry-run'], names: positionals };
}

function read(args: string[]) {
  try {
    const options = { 'dry-run': { type: 'boolean', default: false } } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function declared(all: readonly Domain[]): Promise<readonly Migration[]> {
  return (await Promise.all(all.map(async ({ migrations }) => (await migrations?.()) ?? []))).flat();
}

async function run(migration: Migration, dryRun: boolean): Promise<MigrationSummary> {
  console.log(`${migration.name}: ${migration.says}`);
  const tell = (looked: number): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r  ${looked.toLocaleString('en')} looked at `);
  };
  const summary = await migrate(migration, { nowMs: Date.now(), dryRun }, tell);
  if (process.stdout.isTTY) process.stdout.write('\r');
  console.log(reportOf(summary, dryRun));
  return summary;
}

function reportOf({ looked, changed, failed, failures, resumedAfter }: MigrationSummary, dryRun: boolean): string {
  const count = (value: number): string => value.toLocaleString('en');
  const from = resumedAfter === null ? '' : `, after ${resumedAfter}, where it had stopped`;
  return [
    `  ${count(looked)} documents looked at${from}`,
    `  ${count(changed)} documents ${dryRun ? 'would be changed' : 'changed'}`,
    ...(failed === 0 ? [] : [`  ${count(failed)} could not be changed, and are tried again by the next run:`]),
    ...failures.map((failure) => `    ${failure}`),
    ...(failed > failures.length ? ['    …'] : []),
  ].join('\n');
}
