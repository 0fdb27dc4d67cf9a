/**
 * One of the processes that run the tests of `npm run check`: asks the conductor for a file, runs it with mocha, reports
 * what came of it, and asks for the next. The files of a lane share its process and, where they need one, its suite.
 */
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import Mocha from 'mocha';
import { takeWaits } from '../../test/support/waiting.ts';
import { repositoryRoot } from '../suite/paths.ts';
import { type FileResult, queueVariable, type TimedStep } from './protocol.ts';
import '../../test/support/seededProperties.ts';

type Hooks = { readonly mochaHooks: Mocha.RootHookObject };

const queue = process.env[queueVariable] ?? '';
const inSuite = process.env.FIRESTORE_EMULATOR_HOST !== undefined;
const options: Mocha.MochaOptions = JSON.parse(readFileSync(join(repositoryRoot, '.mocharc.json'), 'utf8'));
// Answers of a suite are waited for, and within limits; what needs none can wait for them.
if (!inSuite) setPriority(5);
const hooks: Mocha.RootHookObject = inSuite ? await suiteHooks() : {};

/** Prints nothing but what failed. */
class OnlyFailures extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, given: Mocha.MochaOptions) {
    super(runner, given);
    runner.once('end', () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
    });
  }
}

let status = 0;
for (let file = await next(); file !== undefined; file = await next()) {
  const result = await runFile(file);
  if (result.failed.length > 0) status = 1;
  await tell(result);
}
// What the files have opened (connections, servers of their own) shall not keep the lane alive. A failure is told by the
// status as well, so that the suite keeps its logs.
process.exit(status);

/** The root hooks of the emulator tests; the connections stay open from file to file. */
async function suiteHooks(): Promise<Mocha.RootHookObject> {
  const { mochaHooks }: Hooks = await import('../../test/support/hooks.ts');
  const { afterAll: _, ...others } = mochaHooks;
  return others;
}

async function runFile(file: string): Promise<FileResult> {
  const startMs = performance.now();
  takeWaits();
  const { timeout, forbidOnly, forbidPending } = options;
  const mocha = new Mocha({
    ...{ timeout, forbidOnly, forbidPending },
    reporter: OnlyFailures,
    rootHooks: hooks,
  } as Mocha.MochaOptions);
  mocha.addFile(join(repositoryRoot, file));
  const steps: TimedStep[] = [];
  const failed: string[] = [];
  let passed = 0;
  try {
    await mocha.loadFilesAsync();
    await new Promise<void>((resolve) => {
      const runner = mocha.run(() => resolve());
      runner.on('pass', () => {
        passed += 1;
      });
      runner.on('fail', (test) => failed.push(test.fullTitle()));
      runner.on('test end', (test) => steps.push({ title: test.fullTitle(), ms: test.duration ?? 0 }));
      runner.on('hook end', (hook) => steps.push({ title: hook.fullTitle(), ms: hook.duration ?? 0 }));
    });
    if (passed === 0 && failed.length === 0) failed.push('it holds no test');
  } catch (error) {
    console.error(error);
    failed.push('it could not be loaded');
  } finally {
    mocha.dispose();
  }
  return { file, passed, failed, ms: performance.now() - startMs, steps, waits: takeWaits() };
}

async function next(): Promise<string | undefined> {
  const response = await fetch(`${queue}/next`, { method: 'POST' });
  return response.status === 200 ? response.text() : undefined;
}

async function tell(result: FileResult): Promise<void> {
  await fetch(`${queue}/result`, { method: 'POST', body: JSON.stringify(result) });
}
