/**
 * What each file of tests took, in seconds, when somebody last ran `npm test -- --timings`. The order in which lanes
 * take files follows from it; it need not be exact, and a file that it does not know is taken for a long one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import type { FileResult } from './protocol.ts';

const file = join(repositoryRoot, 'test', 'durations.json');

export function longestFirst(files: readonly string[]): string[] {
  const known: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secondsOf = (name: string) => known[name] ?? Number.POSITIVE_INFINITY;
  return files.toSorted((left, right) => {
    const [a, b] = [secondsOf(left), secondsOf(right)];
    return a === b ? left.localeCompare(right) : b - a;
  });
}

export function recordDurations(results: readonly FileResult[]): void {
  const rows = results.map(({ file: name, ms }) => [name, Math.round(ms / 1000)] as const);
  const sorted = Object.fromEntries(rows.toSorted(([left], [right]) => left.localeCompare(right)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
