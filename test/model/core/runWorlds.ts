import { type ChildProcess, fork } from 'node:child_process';

/** Runs many worlds in several processes, for so many worlds or so long, and stops at the first that fails. */
export interface Plan {
  readonly seed: number;
  readonly ops: number;
  readonly worlds: number;
  readonly jobs: number;
  readonly mutation?: string;
  /** Told of progress every few seconds. */
  readonly progress?: (summary: Summary) => void;
  readonly untilMs?: number;
}

export interface Summary {
  worlds: number;
  steps: number;
  seconds: number;
  /** Of all processes together: on a busy machine a better measure than the clock. */
  cpuSeconds: number;
  readonly outcomes: Map<string, number>;
  /** The first world that failed. */
  failure?: { readonly seed: number; readonly text: string };
}

interface Report {
  readonly seed: number;
  readonly steps: number;
  readonly outcomes: readonly (readonly [string, number])[];
  readonly failure?: string;
  /** Of its process so far. */
  readonly cpuSeconds: number;
}

const PROGRESS_MS = 10_000;

export async function runWorlds(plan: Plan): Promise<Summary> {
  const startedMs = performance.now();
  const summary: Summary = { worlds: 0, steps: 0, seconds: 0, cpuSeconds: 0, outcomes: new Map() };
  const workers: ChildProcess[] = [];
  const stop = () => {
    for (const worker of workers) worker.kill();
  };
  const cpuSeconds = new Map<ChildProcess, number>();
  const onReport = (worker: ChildProcess, { seed, steps, outcomes, failure, ...report }: Report) => {
    cpuSeconds.set(worker, report.cpuSeconds);
    summary.cpuSeconds = [...cpuSeconds.values()].reduce((sum, one) => sum + one, 0);
    summary.worlds += 1;
    summary.steps += steps;
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
    const worker = startWorker(plan, plan.seed + job, worlds, jobs);
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

function startWorker(plan: Plan, seed: number, worlds: number, stride: number): ChildProcess {
  const mutation = plan.mutation === undefined ? [] : [`--mutation=${plan.mutation}`];
  const numbers = { seed, worlds, stride, ops: plan.ops };
  const options = Object.entries(numbers).map(([name, value]) => `--${name}=${value}`);
  return fork(new URL('../../../scripts/simulateWorker.ts', import.meta.url), [...options, ...mutation]);
}

function ended(worker: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => worker.once('close', (code) => resolve(code)));
}
