import { callableFunctions as deployed } from '../../support/deployed.ts';
import { checkTouched } from '../checks/touched.ts';
import { checkWhole } from '../checks/whole.ts';
import { putEnvironment } from '../doors/environment.ts';
import { forgetEverything } from '../doors/forgetting.ts';
import { enter } from '../doors/host.ts';
import { newOracle, type Oracle } from '../oracle/state.ts';
import type { Answer } from './answer.ts';
import { answerOf } from './answer.ts';
import { clientRequest } from './clientRequest.ts';
import { Consumer } from './consumer.ts';
import { deliver } from './deliveries.ts';
import { environmentOf } from './deployment.ts';
import type { World } from './generate.ts';
import { Happened } from './happened.ts';
import type { Kind, Operation, Request, Settled, System } from './operation.ts';
import { ModelOutside, takeFrom } from './outside.ts';
import { comeToRest } from './rest.ts';
import { Scheduler, type Task } from './scheduler.ts';
import { demand, demandEqual, Violation } from './violation.ts';
import { warmUp } from './warm.ts';

/** Runs one world in memory, and looks at everything that it touches after every step. */
export interface Result {
  readonly seed: number;
  readonly steps: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** Of all that was done, committed, published and answered, and of what is stored in the end. */
  readonly digest: string;
  /** What did not hold, and the operation after which it showed. */
  readonly failure?: { readonly text: string; readonly operation: Operation | undefined };
}

/** So many attempts a transaction has at least; a call that lost fewer has no excuse. */
const ATTEMPTS = 4;
const CHECK_ALL_EVERY = 250;
const QUIET_FROM = 1_000_000;
export class Simulation implements System {
  readonly consumer = new Consumer();
  readonly oracle: Oracle;
  readonly outside: ModelOutside;
  readonly world: World;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #scheduler: Scheduler;
  readonly #expected = new Map<number, Answer>();
  readonly #refusedAtTheDoor = new Map<number, Answer>();
  /** Of the group that runs now. */
  readonly #answers = new Map<number, Answer>();
  readonly #outcomes = new Map<string, number>();
  readonly #happened = new Happened();
  #failure: Result['failure'];
  #quiet = 0;
  #isAlone = true;

  constructor(world: World, kinds: ReadonlyMap<string, Kind>) {
    this.world = world;
    this.oracle = newOracle(new Map(), world.deployment);
    this.#kinds = kinds;
    this.#scheduler = new Scheduler(world.seed);
    const settled = (one: Settled) => this.#onSettled(one);
    const fail = (error: unknown) => this.#fail(error, this.#scheduler.current?.operation);
    this.outside = new ModelOutside(world.seed, this.#scheduler, this.oracle, { settled, fail });
    this.oracle.staff.push(...world.admins, ...world.helpers);
    for (const uid of world.admins) this.outside.claims.set(uid, { role: 'admin', permissions: [] });
    for (const uid of [...world.players, ...world.helpers]) this.outside.claims.set(uid, {});
    for (const uid of world.insiders ?? []) this.outside.claims.set(uid, { role: 'admin', permissions: [] });
  }

  /** Runs something by itself, without faults, as when a world comes to rest. */
  async quietly(kind: string, params: any): Promise<void> {
    this.#quiet += 1;
    const about = { id: QUIET_FROM + this.#quiet, kind, group: -1, atMs: this.outside.restingAtMs, skewMs: 0 };
    const operation: Operation = { ...about, faults: {}, params };
    this.#isAlone = true;
    const hung = await this.#scheduler.run([operation], (task) => this.#start(task));
    if (hung[0] !== undefined) this.#fail(new Error('never ended'), operation);
    this.#endGroup([operation]);
    if (this.#failure !== undefined) throw new Violation(this.#failure.text);
  }

  /** What is verified from here on is all that moves; a deployment without any run before looks back a few days only. */
  async #beginVerifying(): Promise<void> {
    this.outside.restingAtMs = this.world.operations[0]?.atMs ?? 0;
    await this.quietly('verifyMoved', { perPage: 50 });
  }

  async run(): Promise<Result> {
    await warmUp();
    putEnvironment(environmentOf(this.world.deployment));
    forgetEverything();
    enter(this.outside);
    this.#happened.add(this.world.deployment);
    await this.#beginVerifying();
    let steps = 0;
    let checkedAt = 0;
    for (const group of Map.groupBy(this.world.operations, (one) => one.group).values()) {
      this.outside.restingAtMs = group[0]?.atMs ?? 0;
      this.#isAlone = group.length === 1;
      const hung = await this.#scheduler.run(group, (task) => this.#start(task));
      if (hung[0] !== undefined) this.#fail(new Error('never ended'), hung[0].operation);
      this.#endGroup(group);
      steps += group.length;
      if (steps - checkedAt >= CHECK_ALL_EVERY) {
        checkedAt = steps;
        this.#guard(() => checkWhole(this.oracle, this.outside.store), group.at(-1));
      }
      if (this.#failure !== undefined) break;
    }
    if (this.#failure === undefined) await comeToRest(this).catch((error: unknown) => this.#fail(error, undefined));
    enter(undefined);
    this.#happened.add([...this.outside.store.all()], this.#failure?.text);
    const result = { seed: this.world.seed, steps, outcomes: this.#outcomes, digest: this.#happened.digest() };
    return this.#failure === undefined ? result : { ...result, failure: this.#failure };
  }

  async #start(task: Task): Promise<void> {
    const { operation, nowMs } = task;
    const kind = this.#kindOf(operation);
    this.#guard(() => {
      const early = kind.begin?.(this.oracle, operation, nowMs);
      if (early === undefined) return;
      this.#expected.set(operation.id, early);
      this.#refusedAtTheDoor.set(operation.id, early);
    }, operation);
    const answer = await answerOf(kind.run(this, operation));
    this.#happened.add(operation, task.turns, answer);
    if (task.state === 'killed') return;
    this.#answers.set(operation.id, answer);
    this.#guard(() => this.#compare(kind, task, answer), operation);
  }

  /** What read without locks and wrote nothing took effect when it read; undefined where that is not now any more. */
  #decideUnwritten(kind: Kind, { operation, nowMs, looked }: Task, refused: boolean): Answer | 'unknown' | undefined {
    if (looked === undefined) return undefined;
    for (const [path, version] of looked) if (this.outside.store.versionOf(path) !== version) return 'unknown';
    const before = (path: string) => this.outside.store.get(path)?.data;
    return kind.settle?.(this.oracle, { operation, nowMs, transaction: 0, refused, writes: [], before });
  }

  #compare(kind: Kind, task: Task, answer: Answer): void {
    const { operation, nowMs, transactions, attemptsLost } = task;
    const outcome = `${operation.kind} ${answer.ok ? 'ok' : answer.code}`;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    const unwritten = this.#decideUnwritten(kind, task, !answer.ok);
    if (unwritten === 'unknown') return;
    let expected = unwritten ?? this.#expected.get(operation.id);
    if (expected === undefined && transactions === 0) expected = kind.ended?.(this.oracle, operation, nowMs);
    const disturbed = attemptsLost > 0 || operation.faults.publishFails === true;
    if (isExcused(kind, task, answer, disturbed)) return;
    this.outside.promises.demandKept(operation, answer, this.outside.store);
    if (kind.settle === undefined || kind.isJob === true) {
      demandExcused(operation, answer, disturbed);
      return;
    }
    demand(expected !== undefined, () => `${outcome}: nothing was decided, and yet it was answered`);
    const told = answer.ok ? '' : ` (${this.outside.errors.at(-1)})`;
    demand(
      answer.ok === expected.ok,
      () => `${JSON.stringify(expected)} was expected, not ${JSON.stringify(answer)}${told}`,
    );
    if (!answer.ok && !expected.ok)
      demandEqual(answer.code.replace('platform/internal', 'internal'), expected.code, 'code');
    if (answer.ok && expected.ok) demandEqual(answer.value, expected.value, 'answer');
    kind.answered?.(this.oracle, operation, answer, nowMs);
  }

  /** The instant at which an operation takes effect: the oracle decides it here, in the same order as the store. */
  #onSettled(settled: Settled): void {
    const { operation, transaction, writes, refused } = settled;
    const changed = writes.map(({ path, after }) => [path, after === undefined]);
    this.#happened.add(operation.id, transaction, refused, changed);
    const atTheDoor = this.#refusedAtTheDoor.get(operation.id);
    demand(atTheDoor === undefined, () => `went on, although ${JSON.stringify(atTheDoor)}`);
    const predicted = this.#kindOf(operation).settle?.(this.oracle, settled);
    if (predicted !== undefined) {
      this.#expected.set(operation.id, predicted);
      demand(
        predicted.ok || writes.length === 0,
        () => `wrote ${writes[0]?.path}, although ${JSON.stringify(predicted)}`,
      );
      const error = this.outside.errors.at(-1);
      demand(
        !predicted.ok || !refused || transaction > 0,
        () => `was refused; ${JSON.stringify(predicted)} (${error})`,
      );
    }
    checkTouched(this.oracle, settled);
  }

  async call({ name, uid, data }: Request, operation: Operation): Promise<unknown> {
    const callable: any = Reflect.get(deployed, name);
    const claims = this.outside.claims.get(uid);
    return callable.run(clientRequest(this.world.deployment, operation, { uid, data, claims }));
  }

  somePage({ params }: Operation) {
    const { pagesRead, store } = this.outside;
    const pages = params.isSlow ? pagesRead : store.group('days');
    return pages[Math.floor(params.chance * pages.length)];
  }

  nextMessage({ params }: Operation): unknown {
    return takeFrom(this.outside.messages, params.chance, params.poisoned ? 1 : 0.2);
  }

  deliver(operation: Operation): Promise<void> {
    const { outside, oracle } = this;
    const guard = (check: () => void) => this.#guard(check, operation);
    return deliver({ outside, oracle, isAlone: this.#isAlone, guard }, operation);
  }

  async inject(topic: string, raw: unknown): Promise<void> {
    this.outside.deliveries.push({ topic, raw, attributes: {} });
  }

  flushRedis(): void {
    this.outside.redis.clear();
  }

  #endGroup(group: readonly Operation[]): void {
    const stored = (path: string) => this.outside.store.get(path)?.data;
    for (const [name, kind] of this.#kinds) {
      if (kind.groupEnded === undefined) continue;
      const ended = group.filter((one) => one.kind === name);
      const answers = ended.map((operation) => ({ operation, answer: this.#answers.get(operation.id) }));
      if (ended.length > 0) this.#guard(() => kind.groupEnded?.(this.oracle, answers, stored), group.at(-1));
    }
    this.#answers.clear();
  }

  #kindOf(operation: Operation): Kind {
    const kind = this.#kinds.get(operation.kind);
    if (kind === undefined) throw new Error(`no operation is called ${operation.kind}`);
    return kind;
  }

  #guard(check: () => void, operation: Operation | undefined): void {
    try {
      check();
    } catch (error) {
      this.#fail(error, operation);
    }
  }

  #fail(error: unknown, operation: Operation | undefined): void {
    const text = error instanceof Error ? `${error.message}` : String(error);
    this.#failure ??= { text, operation };
  }
}

/** What somebody is told where the platform failed at what follows from a commit. */
const STOPPED = new Set(['platform/internal', 'platform/unavailable', 'platform/contention']);

/** Whether the platform itself is the reason: for contention, or for what follows from a commit and is sent again. */
function isExcused({ mayStop }: Kind, { attemptsLost }: Task, answer: Answer, disturbed: boolean): boolean {
  if (answer.ok) return false;
  if (mayStop === true && disturbed && STOPPED.has(answer.code)) return true;
  return answer.code === 'platform/contention' && attemptsLost >= ATTEMPTS;
}

/** A job may only fail for what the platform has done to it: it is run again, and must not fail for ever. */
function demandExcused({ kind }: Operation, answer: Answer, disturbed: boolean): void {
  demand(answer.ok || disturbed, () => `${kind} failed: ${JSON.stringify(answer)}`);
}
