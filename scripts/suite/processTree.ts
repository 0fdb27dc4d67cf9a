/**
 * Every process of a suite carries the suite's id in its environment, and so do the processes that those start.
 * That is how they are found at the end, even when one in between has died and left its children to the system.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

/** Ids of the suites that a process belongs to, the outermost first: a suite may run inside another one's command. */
export const suiteIdVariable = 'EARNPLAY_SUITE_ID';

const POLL_MS = 20;
const ROUNDS = 250;

export type SuiteMarks = {
  readonly id: string;
  /** The suite's own folder: Redis wipes its environment, but it stays in there. */
  readonly folder: string;
};

/** The ids of the live processes of a suite, without the caller's own. */
export function suiteProcesses(suite: SuiteMarks): number[] {
  const found = process.platform === 'linux' ? fromProc(suite) : fromPs(suite);
  return found.filter((pid) => pid !== process.pid);
}

/** Kills what a suite has started; resolves when nothing of it is left, with what resisted for five seconds. */
export async function killSuiteProcesses(suite: SuiteMarks): Promise<number[]> {
  // Killed outright: the emulators keep nothing worth saving, and the Pub/Sub emulator's own clean-up, when it runs
  // late, would kill every Pub/Sub emulator of the machine.
  for (let round = 0; round < ROUNDS; round++) {
    const left = suiteProcesses(suite);
    if (left.length === 0) return [];
    for (const pid of left) kill(pid);
    await delay(POLL_MS);
  }
  return suiteProcesses(suite);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}

function fromProc({ id, folder }: SuiteMarks): number[] {
  const inFolder = (cwd: string) => cwd === folder || cwd.startsWith(`${folder}/`);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => belongsTo(id, environmentOf(pid)) || inFolder(workingFolderOf(pid)))
    .map(Number);
}

/** Told from the variable alone: an id found just anywhere in an environment would take in what others have set. */
function belongsTo(id: string, environment: string): boolean {
  const ids = new RegExp(`(?:^|[\\0 ])${suiteIdVariable}=([^\\0 ]*)`, 'u').exec(environment)?.[1] ?? '';
  return ids.split(':').includes(id);
}

function environmentOf(pid: string): string {
  return orEmpty(() => readFileSync(`/proc/${pid}/environ`, 'latin1'));
}

function workingFolderOf(pid: string): string {
  return orEmpty(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** A process may end while it is being looked at, and those of other users do not let themselves be looked at. */
function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function fromPs({ id, folder }: SuiteMarks): number[] {
  const table = execFileSync('ps', ['-AEwwo', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return table
    .split('\n')
    .filter((line) => belongsTo(id, line) || line.includes(`${folder}/`))
    .map((line) => Number.parseInt(line, 10));
}
