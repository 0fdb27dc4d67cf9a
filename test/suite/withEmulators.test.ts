import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import process from 'node:process';
import { suiteIdVariable, suiteProcesses } from '../../scripts/suite/processTree.ts';
import { assertNothingLeft, Launch, scratchFunctions } from './launcher.ts';

const ping = `
import { onRequest } from 'firebase-functions/https';
export const ping = onRequest((request, response) => {
  response.json({ redis: process.env.REDIS_URL, marker: process.env.MARKER });
});
`;

// Tells its environment and what the functions see of it, then waits for a signal, or exits.
const tell = `
const answer = await fetch(process.env.EARNPLAY_FUNCTIONS_URL + '/ping');
console.log(JSON.stringify({ ...process.env, seen: await answer.json() }) + ' told');
process.on('SIGINT', () => process.exit(0));
if (process.argv[1] === 'wait') setInterval(() => {}, 1000);
else process.exit(7);
`;

type Told = Record<string, string | undefined>;

function told(launch: Launch): Told {
  return JSON.parse(launch.output.slice(0, launch.output.indexOf(' told')));
}

function suiteOf(environment: Told): { id: string; folder: string } {
  const id = environment[suiteIdVariable]?.split(':').at(-1) ?? '';
  return { id, folder: dirname(environment.EARNPLAY_REDIS_SERVER ?? '') };
}

describe('npm run with-emulators', () => {
  const functions = scratchFunctions(ping);
  after(functions.remove);

  it('runs two suites at once on ports of their own, and leaves nothing behind, however they end', async function () {
    this.timeout(120_000);
    process.env.MARKER = 'from the launcher';
    const command = [process.execPath, '--input-type=module', '--eval', tell];
    const interrupted = Launch.withEmulators(functions.source, ...command, 'wait');
    const finished = Launch.withEmulators(functions.source, ...command, 'exit');
    try {
      await Promise.all([interrupted.untilPrinted(' told'), finished.untilPrinted(' told')]);
      assert.equal(await finished.status, 7, 'exits with the status of the command');
      const [one, other] = [told(interrupted), told(finished)];
      for (const name of serviceVariables) {
        assert.ok(one[name], `${name} is set`);
        assert.notEqual(one[name], other[name], `${name} is the suite's own`);
        assert.notEqual(one[name], process.env[name], `${name} is not that of a suite outside`);
      }
      assert.equal(one.GCLOUD_PROJECT, 'demo-earnplay');
      assert.deepEqual(one.seen, { redis: one.REDIS_URL, marker: 'from the launcher' });
      assertNothingLeft(suiteOf(other));

      assert.ok(suiteProcesses(suiteOf(one)).length >= 4, 'the other suite still runs');
      interrupted.process.kill('SIGINT');
      assert.equal(await interrupted.status, 130);
      assertNothingLeft(suiteOf(one));
    } finally {
      interrupted.process.kill('SIGTERM');
      finished.process.kill('SIGTERM');
      await Promise.all([interrupted.status, finished.status]);
      finished.removeLogs();
    }
  });

  it('fails at once, with the reason, when the functions cannot be loaded', async function () {
    this.timeout(60_000);
    const broken = scratchFunctions(`import './missing.js';`);
    try {
      const launch = Launch.withEmulators(broken.source, 'echo', 'never');
      assert.equal(await launch.status, 1);
      assert.match(launch.errors, /functions could not be loaded[\s\S]*missing\.js/u);
      assert.doesNotMatch(launch.output, /never/u);
      launch.removeLogs();
    } finally {
      broken.remove();
    }
  });
});

const serviceVariables = [
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'PUBSUB_EMULATOR_HOST',
  'FIREBASE_EMULATOR_HUB',
  'REDIS_URL',
  'EARNPLAY_FUNCTIONS_URL',
];
