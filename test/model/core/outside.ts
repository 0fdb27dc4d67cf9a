import { currentTrace } from '../../../functions/src/platform/runtime/context.ts';
import { checkPublished, checkRepublished } from '../checks/published.ts';
import { demandSecret } from '../checks/secrets.ts';
import type { Outside } from '../doors/host.ts';
import { Database } from '../memory/database.ts';
import { Store } from '../memory/store.ts';
import { copyConfiguration } from '../oracle/economy.ts';
import type { Delivery } from '../oracle/records.ts';
import { isBanned } from '../oracle/standing.ts';
import type { Oracle } from '../oracle/state.ts';
import type { Settled, Write } from './operation.ts';
import { Promises } from './promises.ts';
import { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import { FUNCTIONS } from './topics.ts';
import { demand } from './violation.ts';

const READS_KEPT = 100;

/** The outside world of one simulation: a store, a Redis, a Pub/Sub and an Auth, with the faults of whoever asks. */
export class ModelOutside implements Outside {
  readonly store = new Store();
  readonly database: Database;
  readonly random: Random;
  readonly redis: Outside['redis'] = new Map();
  readonly hasRedis: boolean;
  readonly claims: Outside['claims'];
  /** Journal pages as some relay has read them that is only now getting on with it; the newest last. */
  readonly pagesRead: { readonly path: string; readonly data: any }[] = [];
  readonly promises = new Promises();
  readonly messages: unknown[] = [];
  /** What the deployment's functions have not handled yet. */
  readonly deliveries: Delivery[] = [];
  /** Sign-ins of a person before this instant are revoked. */
  readonly validSince = new Map<string, number>();
  /** What went wrong inside the code while an operation ran, for the report. */
  readonly errors: string[] = [];
  /** Operations that Redis has answered. */
  readonly answeredByRedis = new Set<number>();
  restingAtMs = 0;
  readonly #scheduler: Scheduler;
  readonly #oracle: Oracle;
  readonly #settled: (settled: Settled) => void;
  readonly #fail: (error: unknown) => void;

  constructor(
    seed: number,
    scheduler: Scheduler,
    oracle: Oracle,
    listeners: { readonly settled: (settled: Settled) => void; readonly fail: (error: unknown) => void },
  ) {
    this.#scheduler = scheduler;
    this.#oracle = oracle;
    this.#settled = listeners.settled;
    this.#fail = listeners.fail;
    this.random = new Random(seed + 0x5eed);
    this.hasRedis = oracle.deployment.hasRedis;
    this.claims = oracle.claims as Outside['claims'];
    this.database = new Database(this.store, this);
  }

  now(): number {
    return this.#scheduler.current?.nowMs ?? this.restingAtMs;
  }

  turn(): Promise<void> {
    return this.#scheduler.turn();
  }

  beginTransaction(): number {
    const task = this.#scheduler.current;
    if (task === undefined) return 0;
    task.transactions += 1;
    return task.transactions - 1;
  }

  batchNumber(): number {
    return this.#scheduler.current?.transactions ?? 0;
  }

  batchEnded(): void {
    this.beginTransaction();
  }

  aborts(): boolean {
    const task = this.#scheduler.current;
    if (task === undefined) return false;
    // Contention for one consumer of a message, which the others must not feel.
    const { unlucky } = task.operation.params;
    if (unlucky !== undefined && unlucky === currentTrace()?.functionName) return true;
    if (task.aborted >= (task.operation.faults.aborts ?? 0)) return false;
    task.aborted += 1;
    return true;
  }

  attemptLost(): void {
    const task = this.#scheduler.current;
    if (task !== undefined) task.attemptsLost += 1;
  }

  losesCommit(): boolean {
    const task = this.#scheduler.current;
    if (task === undefined || task.lostCommit || !task.operation.faults.lostCommit) return false;
    task.lostCommit = true;
    return true;
  }

  looked(versions: ReadonlyMap<string, number>): void {
    const task = this.#scheduler.current;
    if (task !== undefined) task.looked = versions;
  }

  configured(): void {
    copyConfiguration(this.#oracle, this.now());
  }

  settled(transaction: number, refused: boolean, writes: readonly Write[], before: (path: string) => any): void {
    for (const { path, after } of writes) {
      if (after?.outboxSince && /^users\/[^/]+\/days\//.test(path)) this.pagesRead.push({ path, data: after });
    }
    this.pagesRead.splice(0, this.pagesRead.length - READS_KEPT);
    const task = this.#scheduler.current;
    if (task === undefined) return;
    task.looked = undefined;
    task.committed ||= writes.length > 0;
    const { operation, nowMs } = task;
    this.promises.committed(operation, writes);
    this.#guard(() => this.#settled({ operation, nowMs, transaction, refused, writes, before }));
  }

  lookedUp(uid: string): { readonly claims: Record<string, unknown>; readonly validSinceMs: number } | undefined {
    const claims = this.claims.get(uid);
    const person = claims && { claims, validSinceMs: this.validSince.get(uid) ?? 0 };
    const operation = this.#scheduler.current?.operation;
    // Whether the caller may call is asked once, and first; who a caller is may be asked again.
    const { lookedUp } = this.#oracle;
    if (operation?.params.uid === uid && !lookedUp.has(operation.id)) lookedUp.set(operation.id, person);
    if (operation?.params.guest === uid) this.#oracle.guestsLookedUp.set(operation.id, person);
    return person;
  }

  peeked(path: string): void {
    const [collection, uid = ''] = path.split('/');
    const task = this.#scheduler.current;
    if (task === undefined) return;
    const { id, params } = task.operation;
    if (collection === 'bannedContacts')
      this.#oracle.bannedWhenLooked.set(id, isBanned(this.#oracle, params.contactOf ?? params.uid, task.nowMs));
    if (collection === 'users') this.#oracle.peeked.set(`${id} ${uid}`, this.#oracle.accounts.get(uid)?.places ?? []);
  }

  redisFault(): 'down' | 'slow' | undefined {
    return this.#scheduler.current?.operation.faults.redis;
  }

  redisAnswered(): void {
    const id = this.#scheduler.current?.operation.id;
    if (id !== undefined) this.answeredByRedis.add(id);
  }

  publishFails(): boolean {
    return this.#scheduler.current?.operation.faults.publishFails === true && this.random.chance(0.6);
  }

  published(message: any): void {
    this.promises.published(message.eventId);
    this.#guard(() => checkPublished(this.#oracle, message));
    this.#spread(message.type, message);
  }

  republished(topic: string, text: string, consumer: string): void {
    this.promises.published(`${topic} ${text}`);
    this.#guard(() => checkRepublished(this.#oracle, topic, text, consumer));
    this.#spread(topic, JSON.parse(text), { onlyFor: consumer });
  }

  /** A copy for the topic's subscription. */
  #spread(topic: string, raw: unknown, attributes: Delivery['attributes'] = {}): void {
    this.#guard(() => demandSecret(JSON.stringify(raw), `a message of ${topic}`));
    if (topic === 'reward.earned') this.messages.push(raw);
    if (FUNCTIONS[topic] !== undefined) this.deliveries.push({ topic, raw, attributes });
  }

  wrote(text: string): void {
    this.#guard(() => demandSecret(text, 'a line of the log'));
  }

  logged(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.errors.push(`${message}: ${String(fields.errorMessage)} ${String(fields.stack ?? '')}`);
    if (this.errors.length > 5) this.errors.shift();
  }

  /** A broken promise ends the simulation, not the code that broke it. */
  #guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** Takes an item off a queue at a chance between 0 and 1; as often as `again` says it stays, to be delivered again. */
export function takeFrom<Item>(queue: Item[], chance: number, again: number): Item | undefined {
  demand(chance >= 0 && chance < 1, () => `no chance: ${chance}`);
  const at = Math.floor(chance * queue.length);
  const item = queue[at];
  if (item !== undefined && (chance * 7_919) % 1 >= again) queue.splice(at, 1);
  return item;
}
