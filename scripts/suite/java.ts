import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { SuiteError } from './suiteError.ts';
import { installPackage } from './systemPackage.ts';

const MINIMUM_MAJOR = 11;
const REMEDY = `The emulators need Java ${MINIMUM_MAJOR} or newer: install it (Debian and Ubuntu: apt-get install default-jre-headless; macOS: brew install openjdk; others: https://adoptium.net) and put "java" on the PATH.`;
/** An emulator lives for minutes: a compiler that is through at once does more for it than one that thinks for long. */
const SHORT_LIVED = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1';

/** The folder to put on the PATH so that `java` is found and recent enough, or undefined when it already is. */
export async function ensureJava(): Promise<string | undefined> {
  if (isRecent('java')) return undefined;
  const home = process.env.JAVA_HOME;
  if (home !== undefined && isRecent(join(home, 'bin', 'java'))) return join(home, 'bin');
  if ((await installPackage('default-jre-headless')) && isRecent('java')) return undefined;
  throw new SuiteError(REMEDY);
}

/** How the emulators' virtual machines shall run; what the environment asks for wins. */
export function javaEnvironment(): Record<string, string> {
  return { JAVA_TOOL_OPTIONS: [SHORT_LIVED, process.env.JAVA_TOOL_OPTIONS ?? ''].join(' ').trim() };
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
