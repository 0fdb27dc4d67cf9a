/**
 * Runs beside the launcher and outlives it: when the launcher dies without a chance to clean up (SIGKILL, out of
 * memory), its end of the pipe closes and the guard removes what the suite has left. Arguments: suite id, folder.
 */
import { rmSync } from 'node:fs';
import process from 'node:process';
import { killSuiteProcesses } from './processTree.ts';

const [id, folder] = process.argv.slice(2);
if (id === undefined || folder === undefined) throw new Error('Usage: guard.ts <suite id> <folder>');

// A signal meant for the launcher's group must not take its guard along.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

process.stdin.on('end', async () => {
  await killSuiteProcesses({ id, folder });
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
process.stdin.resume();
