import { type ChildProcess, fork } from 'node:child_process';

/** Runs many worlds in several processes, for so many worlds or so long, and stops at the first that fails. */
export interface Plan {
  readonly seed: number;
  readonly ops: number;
  readonly worlds: number;
  readonly jobs: number;
  readonly mutation?: string;
  /** A world of `known/` instead of one that the seed draws. */
  readonly known?: string;
  /** From one world's seed to the next; -1 plays them backwards. */
  readonly stride?: number;
  /** Where the processes run, for the proof that it does not matter. */
  readonly surroundings?: Surroundings;
  /** Told of progress every few seconds. */
  readonly progress?: (summary: Summary) => void;
  readonly untilMs?: number;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
}

/** Nothing of this process's own environment and flags. */
const BARE: Surroundings = { env: {}, execArgv: [] };

export interface Summary {
  worlds: number;
  steps: number;
  seconds: number;
  /** Of all processes together: on a busy machine a better measure than the clock. */
  cpuSeconds: number;
  readonly outcomes: Map<string, number>;
  /** What happened in each world, by its seed, in the order in which they ended. */
  readonly digests: Map<number, string>;
  /** The first world that failed. */
  failure?: { readonly seed: number; readonly text: string };
}

interface Report {
  readonly seed: number;
  readonly steps: number;
  readonly outcomes: readonly (readonly [string, number])[];
  readonly digest: string;
  readonly failure?: string;
  /** Of its process so far. */
  readonly cpuSeconds: number;
}

const PROGRESS_MS = 10_000;

export async function runWorlds(plan: Plan): Promise<Summary> {
  const startedMs = performance.now();
  const summary: Summary = { worlds: 0, steps: 0, seconds: 0, cpuSeconds: 0, outcomes: new Map(), digests: new Map() };
  const workers: ChildProcess[] = [];
  const stop = () => {
    for (const worker of workers) worker.kill();
  };
  const cpuSeconds = new Map<ChildProcess, number>();
  const onReport = (worker: ChildProcess, { seed, steps, outcomes, digest, failure, ...report }: Report) => {
    cpuSeconds.set(worker, report.cpuSeconds);
    summary.cpuSeconds = [...cpuSeconds.values()].reduce((sum, one) => sum + one, 0);
    summary.worlds += 1;
    summary.steps += steps;
    summary.digests.set(seed, digest);
    for (const [name, times] of outcomes) summary.outcomes.set(name, (summary.outcomes.get(name) ?? 0) + times);
    if (failure !== undefined) summary.failure ??= { seed, text: failure };
    if (failure !== undefined || performance.now() > (plan.untilMs ?? Number.POSITIVE_INFINITY)) stop();
  };
  const tick = setInterval(() => {
    summary.seconds = (performance.now() - startedMs) / 1_000;
    plan.progress?.(summary);
  }, PROGRESS_MS);
  const jobs = Math.min(plan.jobs, plan.worlds);
  const ends = Array.from({ length: jobs }, (_, job) => {
    const worlds = Math.ceil((plan.worlds - job) / jobs);
    const worker = startWorker(plan, plan.seed + job, worlds);
    workers.push(worker);
    worker.on('message', (report: Report) => onReport(worker, report));
    return ended(worker);
  });
  const codes = await Promise.all(ends);
  clearInterval(tick);
  summary.seconds = (performance.now() - startedMs) / 1_000;
  if (codes.some((code) => code !== 0 && code !== null)) {
    summary.failure ??= { seed: plan.seed, text: 'a process of the simulation crashed' };
  }
  return summary;
}

function startWorker(plan: Plan, seed: number, worlds: number): ChildProcess {
  const { ops, mutation, known, surroundings } = plan;
  const stride = plan.stride ?? Math.min(plan.jobs, plan.worlds);
  return forkWorker({ seed, worlds, stride, ops, mutation, known }, surroundings);
}

type Options = Readonly<Record<string, string | number | true | undefined>>;

function forkWorker(options: Options, { env, execArgv }: Surroundings = BARE, silent = false): ChildProcess {
  const words = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}=${value}`];
  });
  const script = new URL('../../../scripts/simulateWorker.ts', import.meta.url);
  return fork(script, words, { env: { ...env }, execArgv: [...execArgv], silent });
}

/** The shortest list of operations with which the world of that seed still fails, line by line. */
export async function explainWorld(seed: number, ops: number): Promise<string> {
  const worker = forkWorker({ seed, ops, explain: true }, BARE, true);
  let text = '';
  worker.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  worker.stderr?.pipe(process.stderr);
  await ended(worker);
  return text;
}

function ended(worker: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => worker.once('close', (code) => resolve(code)));
}
