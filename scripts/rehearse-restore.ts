/**
 * `npm run rehearse-restore`: plays, backs up, loses everything, restores, and shows that nothing is lost that should not
 * be and nothing counts twice; exits non-zero at the first difference. It always starts a suite of its own, because it
 * wipes the one that it works on.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { rehearse } from './rehearsal/rehearse.ts';
import { repositoryRoot } from './suite/paths.ts';

/** Set for the process that runs inside its own suite. */
const INSIDE = 'EARNPLAY_REHEARSAL';

process.exit(await main());

async function main(): Promise<number> {
  return process.env[INSIDE] === 'inside' ? rehearse() : startSuite();
}

function startSuite(): Promise<number> {
  console.log('Starting a suite of its own for the rehearsal (about half a minute).');
  const launcher = join(repositoryRoot, 'scripts', 'suite', 'withEmulators.ts');
  const words = [launcher, process.execPath, import.meta.filename];
  const child = spawn(process.execPath, words, { stdio: 'inherit', env: { ...process.env, [INSIDE]: 'inside' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
  });
}
