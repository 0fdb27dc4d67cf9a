import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES = 40;

/** Shows the end of the emulators' log, and where all of it is. */
export function showLog(folder: string): void {
  const file = join(folder, 'emulators.log');
  if (existsSync(file)) {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES);
    console.error(`\nThe last lines of the emulators' log:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  console.error(`Logs of the suite: ${folder}`);
}
