import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { SuiteError } from './suiteError.ts';
import { installPackage } from './systemPackage.ts';

const MINIMUM_MAJOR = 11;
const REMEDY = `The emulators need Java ${MINIMUM_MAJOR} or newer: install it (Debian and Ubuntu: apt-get install default-jre-headless; macOS: brew install openjdk; others: https://adoptium.net) and put "java" on the PATH.`;

/** The folder to put on the PATH so that `java` is found and recent enough, or undefined when it already is. */
export async function ensureJava(): Promise<string | undefined> {
  if (isRecent('java')) return undefined;
  const home = process.env.JAVA_HOME;
  if (home !== undefined && isRecent(join(home, 'bin', 'java'))) return join(home, 'bin');
  if ((await installPackage('default-jre-headless')) && isRecent('java')) return undefined;
  throw new SuiteError(REMEDY);
}

function isRecent(java: string): boolean {
  const { status, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return status === 0 && javaMajor(stderr) >= MINIMUM_MAJOR;
}

/** The major version that `java -version` tells (8 for "1.8.0"), or 0. */
export function javaMajor(versionText: string): number {
  const match = /version "(?:1\.)?(\d+)/u.exec(versionText);
  return Number(match?.[1] ?? 0);
}
