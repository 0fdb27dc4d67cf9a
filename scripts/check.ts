/**
 * `npm run check`: all that CI runs, step by step. Ends with a line of counts, alone: "123 passed, 0 failed".
 * With --quick, of the emulator tests only a few that show that the suite and the functions work at all.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { binFolder, repositoryRoot } from './suite/paths.ts';
import { choosePort } from './suite/ports.ts';
import { runSeed } from './suite/runSeed.ts';
import { statusOf, untilSignal } from './suite/signals.ts';

type Step = {
  readonly name: string;
  readonly command: readonly string[];
  /** Folders of tests, which are added to the command; a step without any has nothing to do yet. */
  readonly folders?: readonly string[];
  readonly environment?: Record<string, string>;
};
type Counts = { passed: number; failed: number };

const KEYS_PORT = 9900;
const GRACE_MS = 8000;

const interrupted = untilSignal();
const keysPort = await choosePort(KEYS_PORT);
const { seed, from } = runSeed();

const quick = process.argv.includes('--quick');
const allSuiteTests = ['test/features', 'test/security', 'test/model', 'test/client/browser', 'test/suite'];
const smoke = ['test/features/users/createUser.test.ts', 'test/features/wallet/post.test.ts'];

const steps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'ci', '.'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'pure tests', command: ['mocha'], folders: present('test/rules', 'test/architecture', 'test/client/unit') },
  {
    name: quick ? 'smoke of the suite' : 'emulator tests',
    command: ['node', 'scripts/suite/withEmulators.ts', 'mocha', '--require', 'test/support/hooks.ts'],
    folders: present(...(quick ? smoke : allSuiteTests)),
    // The functions inherit these: a short-lived configuration, and AdMob keys that the tests serve themselves.
    environment: { ECONOMY_CACHE_SECONDS: '1', ADMOB_VERIFIER_KEYS_URL: `http://127.0.0.1:${keysPort}/keys.json` },
  },
];

process.exit(await check());

async function check(): Promise<number> {
  const total: Counts = { passed: 0, failed: 0 };
  const durations: string[] = [];
  let status = 0;
  console.log(`Seed ${seed}, from ${from}; EARNPLAY_SEED=${seed} draws the same again.`);
  for (const step of steps) {
    console.log(`\n▶ ${step.name}: ${[...step.command, ...(step.folders ?? [])].join(' ')}`);
    if (step.folders?.length === 0) {
      console.log('  There are no such tests yet.');
      continue;
    }
    const startMs = Date.now();
    const result = await run(step);
    durations.push(`${step.name} ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
    const counts = countsIn(result.output);
    total.passed += counts.passed;
    total.failed += counts.failed;
    status = result.status;
    if (status === 0) continue;
    // A step that fails without a failing test (a lint error, a crash) is a failure all the same.
    if (counts.failed === 0) total.failed += 1;
    console.log(`\n✖ Stopped, because "${step.name}" failed (status ${status}).`);
    break;
  }
  if (status === 0 && total.passed === 0) {
    console.log('\n✖ No test ran.');
    status = 1;
  }
  console.log(`\n${durations.join(', ')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return status;
}

async function run(step: Step): Promise<{ status: number; output: string }> {
  const [program = '', ...words] = [...step.command, ...(step.folders ?? [])];
  const path = [binFolder, process.env.PATH].join(delimiter);
  const env = { ...process.env, EARNPLAY_SEED: seed, ...step.environment, PATH: path };
  const child = spawn(program, words, { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(signal === null ? (code ?? 1) : statusOf(signal)));
  });
  const first = await Promise.race([ended, interrupted]);
  if (typeof first === 'number') return { status: first, output };
  child.kill(first);
  await Promise.race([ended, delay(GRACE_MS)]);
  return { status: statusOf(first), output };
}

/** The last counts that mocha printed. */
function countsIn(output: string): Counts {
  const plain = stripVTControlCharacters(output);
  const last = (word: string) =>
    Number([...plain.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].at(-1)?.[1] ?? 0);
  return { passed: last('passing'), failed: last('failing') };
}

function present(...folders: string[]): string[] {
  return folders.filter((folder) => existsSync(join(repositoryRoot, folder)));
}
