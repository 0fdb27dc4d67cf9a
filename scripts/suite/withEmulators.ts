/** `npm run with-emulators -- <command>`: runs the command against a fresh, empty suite and exits with its status. */

import process from 'node:process';
import { interruptCommand, runCommand, statusOfCommand } from './command.ts';
import { showLog } from './showLog.ts';
import { type Signal, statusOf, untilSignal } from './signals.ts';
import { Suite } from './suite.ts';
import { describe } from './suiteError.ts';

const words = process.argv.slice(2);
const interrupted = untilSignal();

process.exit(words.length === 0 ? usage() : await run(new Suite()));

async function run(suite: Suite): Promise<number> {
  let status = 1;
  let suiteFailed = false;
  try {
    status = await startAndRun(suite);
  } catch (error) {
    suiteFailed = true;
    console.error(describe(error));
  }
  const logs = await suite.stop(status !== 0 && status < 128);
  if (suiteFailed && logs !== undefined) showLog(logs);
  else if (logs !== undefined) console.error(`Logs of the suite: ${logs}`);
  return status;
}

async function startAndRun(suite: Suite): Promise<number> {
  const started = suite.start({ development: false, importFrom: undefined });
  const first = await Promise.race([started, interrupted]);
  if (typeof first === 'string') return statusOf(first);
  const child = runCommand(words, first.environment);
  const outcome: number | Signal = await Promise.race([statusOfCommand(child), interrupted, first.ended]);
  if (typeof outcome === 'number') return outcome;
  await interruptCommand(child, outcome);
  return statusOf(outcome);
}

function usage(): number {
  console.error('Usage: npm run with-emulators -- <command>');
  return 2;
}
