/** `npm start`: a suite to play with, seeded from emulator-data and built anew when its sources change, until Ctrl-C. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { buildFunctions } from './build.ts';
import { siteFolder } from './firebaseConfig.ts';
import { overview } from './overview.ts';
import { emulatorData, runningSuiteFile } from './paths.ts';
import { rebuildOnChange } from './rebuild.ts';
import { redisRemedy } from './redis.ts';
import { keepSchedules } from './scheduler.ts';
import { showLog } from './showLog.ts';
import { statusOf, untilSignal } from './signals.ts';
import { describeTo } from './site.ts';
import { type RunningSuite, Suite } from './suite.ts';
import { describe } from './suiteError.ts';

const interrupted = untilSignal();
/** Functions from elsewhere are somebody else's to build. */
const buildsItself = process.env.EARNPLAY_FUNCTIONS_SOURCE === undefined;

process.exit(await run(new Suite()));

async function run(suite: Suite): Promise<number> {
  const startMs = performance.now();
  console.log('Building the functions and starting the suite…');
  let status = 1;
  let running: RunningSuite | undefined;
  try {
    const started = suite.start({ development: true, importFrom: seed() });
    const first = await Promise.race([started, interrupted]);
    if (typeof first === 'string') status = statusOf(first);
    else {
      publish(first);
      running = first;
      keepSchedules(first.addresses.EARNPLAY_FUNCTIONS_URL ?? '', first.schedules);
      show(first, suite, (performance.now() - startMs) / 1_000);
      if (buildsItself) rebuildOnChange({ build: () => buildFunctions(first.environment), tell: tellOfBuild });
      status = statusOf(await Promise.race([interrupted, first.ended]));
    }
  } catch (error) {
    console.error(describe(error));
  }
  const logs = await suite.stop(status === 1);
  if (logs === undefined) console.log('\nStopped. Nothing is left running.');
  else showLog(logs);
  if (running !== undefined) withdraw(running);
  // Ctrl-C is the way to end this command, not a failure of it.
  return status === statusOf('SIGINT') ? 0 : status;
}

function seed(): string | undefined {
  return existsSync(join(emulatorData, 'firebase-export-metadata.json')) ? emulatorData : undefined;
}

/** Lets other commands of this checkout, such as the demo, find the suite. */
function publish(suite: RunningSuite): void {
  mkdirSync(dirname(runningSuiteFile), { recursive: true });
  writeFileSync(runningSuiteFile, published(suite));
}

/** A suite that was started later, and has taken this one's place, stays found. */
function withdraw(suite: RunningSuite): void {
  const ours = existsSync(runningSuiteFile) && readFileSync(runningSuiteFile, 'utf8') === published(suite);
  if (ours) rmSync(runningSuiteFile);
}

function published(suite: RunningSuite): string {
  return `${JSON.stringify(suite.addresses, null, 2)}\n`;
}

function show({ addresses, functions }: RunningSuite, suite: Suite, seconds: number): void {
  const facts = { functions, addresses, log: join(suite.logFolder, 'emulators.log') };
  describeTo(join(suite.folder, siteFolder), facts);
  console.log(overview({ ...facts, seconds, redisRemedy }));
}

function tellOfBuild({ ms, failure }: { readonly ms: number; readonly failure: unknown }): void {
  const time = new Date().toLocaleTimeString();
  if (failure === undefined) console.log(`${time}  functions built again in ${(ms / 1_000).toFixed(1)} s`);
  else console.error(`${time}  the functions cannot be built; what ran before goes on: ${describe(failure)}`);
}
