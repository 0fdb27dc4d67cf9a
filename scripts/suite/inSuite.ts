import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, runningSuiteFile } from './paths.ts';

/**
 * Runs `work` with the addresses of a suite in the environment: of the one that this process was started in, else of the
 * one that `npm start` has running, else of a fresh one, inside which the script is started again.
 */
export async function inSuite(script: string, work: () => Promise<number>): Promise<number> {
  if (process.env.EARNPLAY_FUNCTIONS_URL === undefined) {
    const found = await runningSuite();
    if (found === undefined) return startAgain(script);
    Object.assign(process.env, found);
    console.log('Using the suite that is already running.');
  }
  return work();
}

async function runningSuite(): Promise<Record<string, string> | undefined> {
  if (!existsSync(runningSuiteFile)) return undefined;
  const addresses: Record<string, string> = JSON.parse(readFileSync(runningSuiteFile, 'utf8'));
  try {
    await fetch(`http://${addresses.FIREBASE_EMULATOR_HUB}/emulators`, { signal: AbortSignal.timeout(2_000) });
    return addresses;
  } catch {
    return undefined;
  }
}

function startAgain(script: string): Promise<number> {
  console.log('No suite is running: starting a fresh one (about half a minute).');
  const launcher = join(repositoryRoot, 'scripts/suite/withEmulators.ts');
  const words = [launcher, process.execPath, script, ...process.argv.slice(2)];
  const child = spawn(process.execPath, words, { stdio: 'inherit' });
  // Ctrl-C reaches the child as well; it cleans up, and its end is ours.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
  });
}
