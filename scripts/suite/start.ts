/** `npm start`: a suite to play with, seeded from emulator-data, until Ctrl-C. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { emulatorData, runningSuiteFile } from './paths.ts';
import { redisRemedy } from './redis.ts';
import { keepSchedules } from './scheduler.ts';
import { showLog } from './showLog.ts';
import { statusOf, untilSignal } from './signals.ts';
import { type RunningSuite, Suite } from './suite.ts';
import { describe } from './suiteError.ts';

const interrupted = untilSignal();

process.exit(await run(new Suite()));

async function run(suite: Suite): Promise<number> {
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
      console.log(welcome(first, suite.logFolder));
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

function welcome({ addresses, functions, redis }: RunningSuite, logFolder: string): string {
  const at = (name: string) => addresses[name] ?? '';
  return `
EarnPlay is up, with ${functions} functions; schedules run as they would in the cloud.

  Functions    ${at('EARNPLAY_FUNCTIONS_URL')}
  Firestore    ${at('FIRESTORE_EMULATOR_HOST')}
  Auth         ${at('FIREBASE_AUTH_EMULATOR_HOST')}
  Pub/Sub      ${at('PUBSUB_EMULATOR_HOST')}
  Redis        ${redis ? at('REDIS_URL') : `none, and the game works without it. ${redisRemedy}`}

What to try next, in another terminal:
  npm run demo                     a player signs in, earns coins and sees the balance change
  npm run export-emulator-data     keep what is in the emulators for the next start
  tail -f ${join(logFolder, 'emulators.log')}

Changes of the functions are picked up after npm run build. Ctrl-C stops everything.`;
}
