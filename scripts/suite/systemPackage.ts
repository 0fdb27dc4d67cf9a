/** Installs what is missing from the distribution's packages, where that is possible without asking anyone. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { whileClaimed } from './claim.ts';
import { findProgram } from './findProgram.ts';

const WAIT_MS = 5 * 60 * 1000;
const POLICY_FILE = '/usr/sbin/policy-rc.d';

/** Whether the package is there now. Says in one line that it installs; never starts a service that comes along. */
export async function installPackage(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || findProgram('apt-get') === undefined)
    return false;
  return await whileClaimed('apt', WAIT_MS, async () => {
    console.error(`Installing ${name} with apt-get, because it is missing on this machine.`);
    return withoutServices(() => apt('update') && apt('install', '--no-install-recommends', name));
  });
}

function apt(...command: string[]): boolean {
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=240'];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', [...options, ...command], { env: environment, encoding: 'utf8' });
  // A source that cannot be reached fails the update, though the package may come from another one.
  if (result.status === 0 || command.includes('update')) return true;
  console.error(result.stderr.trim().split('\n').slice(-5).join('\n'));
  return false;
}

/** Debian asks this file before a package starts its service; 101 means no. */
function withoutServices(install: () => boolean): boolean {
  if (existsSync(POLICY_FILE)) return install();
  writeFileSync(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(POLICY_FILE, { force: true });
  }
}
