/**
 * `npm run check`: all that CI runs. Ends with a line of counts, alone: "123 passed, 0 failed".
 * With --quick, of the emulator tests only a few that show that the suite and the functions work at all.
 * With paths of files or folders, their tests alone.
 * With --timings, what took the time and what the tests waited for; it also renews test/durations.json.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { longestFirst, recordDurations } from './check/durations.ts';
import { runJob } from './check/job.ts';
import type { FileResult } from './check/protocol.ts';
import { runTests } from './check/runTests.ts';
import { checks, partOf, testPlan } from './check/steps.ts';
import { printTimings, processorTime } from './check/timings.ts';
import { runSeed } from './suite/runSeed.ts';
import { untilSignal } from './suite/signals.ts';

const interrupted = untilSignal();
const { seed, from } = runSeed();
const { values, positionals: paths } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, timings: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { quick, timings } = values;

process.exit(await check());

async function check(): Promise<number> {
  console.log(`Seed ${seed}, from ${from}; EARNPLAY_SEED=${seed} draws the same again.`);
  const refused = paths.length === 0 ? await runChecks() : 0;
  if (refused !== 0) {
    console.log('\n0 passed, 1 failed');
    return refused;
  }
  return runAllTests();
}

/** The checks that need nothing, beside each other; the status of the first that found something. */
async function runChecks(): Promise<number> {
  const startMs = Date.now();
  const statuses = await Promise.all(
    checks.map(async ({ name, command }) => {
      const status = await runJob({ command, collect: true }, interrupted);
      console.log(`${status === 0 ? '✔' : '✖'} ${name} (${secondsSince(startMs)})`);
      return status;
    }),
  );
  return statuses.find((status) => status !== 0) ?? 0;
}

async function runAllTests(): Promise<number> {
  const startMs = Date.now();
  const processors = processorTime();
  const everything = testPlan(quick);
  const { pure, emulated } = paths.length === 0 ? everything : partOf(everything, paths);
  const plan = { pure: longestFirst(pure), emulated: longestFirst(emulated) };
  const { results, left, status } = await runTests(plan, { EARNPLAY_SEED: seed }, interrupted, print);
  if (timings) printTimings(results, Date.now() - startMs, processors);
  if (timings && !quick && paths.length === 0 && left.length === 0) recordDurations(results);
  const failed = results.flatMap((result) => result.failed.map((title) => `${result.file}: ${title}`));
  for (const file of left) failed.push(`${file}: was not run to its end`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  if (passed === 0) failed.push('no test ran');
  for (const line of failed) console.log(`✖ ${line}`);
  console.log(`\ntests ${secondsSince(startMs)}`);
  console.log(`${passed} passed, ${failed.length} failed`);
  return failed.length > 0 ? Math.max(status, 1) : status;
}

function print({ file, passed, failed, ms }: FileResult): void {
  const counts = failed.length === 0 ? `${passed}` : `${passed}, ${failed.length} failed`;
  console.log(`${failed.length === 0 ? '✔' : '✖'} ${file} (${counts}; ${(ms / 1000).toFixed(1)} s)`);
}

function secondsSince(startMs: number): string {
  return `${((Date.now() - startMs) / 1000).toFixed(1)} s`;
}
