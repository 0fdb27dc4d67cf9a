import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../suite/paths.ts';
import { demand } from './steps.ts';

/** Runs `npm run verify-ledger`; answers its totals by account, and ends the rehearsal where the ledger does not hold. */
export function verifyLedger(): ReadonlyMap<string, string> {
  const command = [join(repositoryRoot, 'scripts', 'verify-ledger.ts'), '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  demand(status === 0, `the ledger holds (${status}): ${stdout}${stderr}`);
  const { users, postings, totals } = JSON.parse(stdout);
  const lines = { users, postings, ...totals };
  return new Map(Object.entries(lines).map(([name, value]) => [name, JSON.stringify(value)]));
}
