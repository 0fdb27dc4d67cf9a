/** The report of `npm test -- --timings`: the slowest files and tests, and the waiting by cause. */
import { cpus } from 'node:os';
import type { FileResult } from './protocol.ts';

const FILES = 25;
const STEPS = 30;

/** The processors' time since the machine started: busy and all of it, in milliseconds. */
export type ProcessorTime = { readonly busy: number; readonly all: number };

export function processorTime(): ProcessorTime {
  const times = cpus().map((cpu) => cpu.times);
  const all = times.reduce((sum, { user, nice, sys, irq, idle }) => sum + user + nice + sys + irq + idle, 0);
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all };
}

export function printTimings(results: readonly FileResult[], wallMs: number, since: ProcessorTime): void {
  const now = processorTime();
  const share = Math.round((100 * (now.busy - since.busy)) / (now.all - since.all));
  const files = results.map(({ file, ms }) => ({ title: file, ms }));
  const inFiles = files.reduce((sum, { ms }) => sum + ms, 0);
  console.log(`\nThe tests took ${seconds(wallMs)}, ${seconds(inFiles)} in all lanes; processors ${share} % busy.`);
  printRows('Slowest files', files, FILES);
  printRows(
    'Slowest tests and hooks',
    results.flatMap(({ steps }) => steps),
    STEPS,
  );
  const waits = new Map<string, number>();
  for (const result of results) {
    for (const [cause, ms] of Object.entries(result.waits)) waits.set(cause, (waits.get(cause) ?? 0) + ms);
  }
  const rows = [...waits].map(([title, ms]) => ({ title, ms }));
  printRows('Waiting, by cause (waits at the same time count once each)', rows, rows.length);
}

function printRows(heading: string, rows: readonly { title: string; ms: number }[], count: number): void {
  console.log(`\n${heading}`);
  for (const { title, ms } of rows.toSorted((left, right) => right.ms - left.ms).slice(0, count)) {
    console.log(`${seconds(ms).padStart(9)}  ${title}`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
