/** Runs files of tests in lanes beside each other: one without emulators, and some with a suite of their own each. */
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../suite/paths.ts';
import { choosePort } from '../suite/ports.ts';
import type { Signal } from '../suite/signals.ts';
import { runJob } from './job.ts';
import { type FileResult, queueVariable } from './protocol.ts';
import { FileQueue } from './queue.ts';
import type { TestPlan } from './steps.ts';

const LANE = 'scripts/check/lane.ts';
const KEYS_PORT = 9900;
const BYTES_A_SUITE = 4 * 1024 ** 3;
const MOST_SUITES = 4;

export type Outcome = {
  readonly results: readonly FileResult[];
  /** Files that were handed out and did not come back, or were not begun. */
  readonly left: readonly string[];
  readonly status: number;
};

/** Suites beside each other: one for each processor, if they fit into memory. */
export function suitesHere(given = process.env.EARNPLAY_LANES): number {
  if (given !== undefined && given !== '') return Math.max(1, Number(given));
  const fitting = Math.floor(freemem() / BYTES_A_SUITE);
  return Math.max(1, Math.min(availableParallelism(), fitting, MOST_SUITES));
}

export async function runTests(
  plan: TestPlan,
  environment: NodeJS.ProcessEnv,
  interrupted: Promise<Signal>,
  onResult: (result: FileResult) => void,
): Promise<Outcome> {
  const results: FileResult[] = [];
  const take = (result: FileResult) => {
    results.push(result);
    onResult(result);
  };
  const pure = await FileQueue.open(plan.pure, take);
  const emulated = await FileQueue.open(plan.emulated, take);
  void interrupted.then(() => [pure, emulated].map((queue) => queue.stop()));
  // The tests start some hundred processes of the same code: what one of them has compiled, the next one finds.
  const shared = { ...environment, NODE_COMPILE_CACHE: join(repositoryRoot, '.tmp', 'compiled') };
  const lane = (queue: FileQueue, command: readonly string[], settings: NodeJS.ProcessEnv = {}) =>
    runJob({ command, environment: { ...shared, ...settings, [queueVariable]: queue.url } }, interrupted);
  const alone = plan.pure.length === 0 ? [] : [lane(pure, ['node', LANE])];
  const suites = Math.min(suitesHere(), plan.emulated.length);
  const inSuites = Array.from({ length: suites }, async () =>
    lane(emulated, ['node', 'scripts/suite/withEmulators.ts', 'node', LANE], await suiteSettings()),
  );
  const statuses = await Promise.all([...alone, ...inSuites]);
  return {
    results,
    left: [...pure.close(), ...emulated.close()],
    status: statuses.find((status) => status !== 0) ?? 0,
  };
}

/**
 * The functions inherit these: a short-lived configuration, AdMob keys that the tests serve themselves, and patience with
 * Redis, so that a busy machine does not count calls otherwise than a quiet one.
 */
async function suiteSettings(): Promise<NodeJS.ProcessEnv> {
  const keysPort = await choosePort(KEYS_PORT);
  return {
    ECONOMY_CACHE_SECONDS: '1',
    ADMOB_VERIFIER_KEYS_URL: `http://127.0.0.1:${keysPort}/keys.json`,
    REDIS_TIMEOUT_MS: '1000',
  };
}
