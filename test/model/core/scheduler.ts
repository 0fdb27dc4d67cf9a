import type { Operation } from './operation.ts';
import { mix } from './random.ts';

/**
 * Interleaves operations. Whatever reaches outside the process waits for its turn, and the scheduler gives turns one at
 * a time, in an order that follows from the seed: every race that two processes can run is one order of turns. A killed
 * operation is simply never given another turn.
 */
export interface Task {
  readonly operation: Operation;
  readonly nowMs: number;
  turns: number;
  transactions: number;
  aborted: number;
  attemptsLost: number;
  lostCommit: boolean;
  committed: boolean;
  /** What it has read without locks since its last commit, in which versions. */
  looked: ReadonlyMap<string, number> | undefined;
  state: 'running' | 'done' | 'killed';
}

interface Waiting {
  readonly task: Task;
  readonly priority: number;
  readonly go: () => void;
}

export class Scheduler {
  readonly #seed: number;
  readonly #waiting: Waiting[] = [];
  #current: Task | undefined;
  #alone = true;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The operation whose code is running now; undefined while the simulation itself looks around. */
  get current(): Task | undefined {
    return this.#current;
  }

  turn(): Promise<void> {
    const task = this.#current;
    if (task === undefined) return Promise.resolve();
    task.turns += 1;
    const { killAtTurn, killAfterCommit } = task.operation.faults;
    if (killAtTurn === task.turns || (killAfterCommit === true && task.committed)) task.state = 'killed';
    if (task.state === 'killed') return new Promise(() => undefined);
    if (this.#alone) return Promise.resolve();
    const priority = mix(this.#seed, task.operation.id, task.turns);
    return new Promise((go) => this.#waiting.push({ task, priority, go }));
  }

  /** Runs a group to its end; answers the tasks that neither ended nor were killed, which is a hang. */
  async run(group: readonly Operation[], start: (task: Task) => Promise<void>): Promise<readonly Task[]> {
    this.#alone = group.length === 1;
    const tasks: Task[] = [];
    for (const operation of group) {
      const nowMs = operation.atMs + operation.skewMs;
      const counters = { turns: 0, transactions: 0, aborted: 0, attemptsLost: 0, lostCommit: false, committed: false };
      const task: Task = { operation, nowMs, ...counters, looked: undefined, state: 'running' };
      tasks.push(task);
      await this.#step(task, () => {
        void start(task).finally(() => {
          if (task.state === 'running') task.state = 'done';
        });
      });
    }
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) await this.#step(next.task, next.go);
    return tasks.filter((task) => task.state === 'running');
  }

  /** Lets one task run until it waits again: everything between two turns is microtasks. */
  async #step(task: Task, go: () => void): Promise<void> {
    this.#current = task;
    go();
    await new Promise((drained) => setImmediate(drained));
    this.#current = undefined;
  }

  #takeNext(): Waiting | undefined {
    for (;;) {
      let best = 0;
      for (let at = 1; at < this.#waiting.length; at += 1) {
        if ((this.#waiting[at]?.priority ?? 0) < (this.#waiting[best]?.priority ?? 0)) best = at;
      }
      const [next] = this.#waiting.splice(best, 1);
      if (next === undefined || next.task.state !== 'killed') return next;
    }
  }
}
