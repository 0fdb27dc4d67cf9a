import { Random } from '../core/random.ts';
import type { Outside } from '../doors/host.ts';
import { Database } from '../memory/database.ts';
import { Store } from '../memory/store.ts';

/** An outside world in which nothing goes wrong, that holds what it is given, and notes what the code complains of. */
export class Onlooker implements Outside {
  readonly store = new Store();
  readonly database = new Database(this.store, this);
  readonly random = new Random(1);
  readonly redis: Outside['redis'] = new Map();
  readonly hasRedis = false;
  readonly claims: Outside['claims'] = new Map();
  readonly validSince = new Map<string, number>();
  readonly errors: string[] = [];
  readonly messages: unknown[] = [];
  nowMs: number;
  #transactions = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }

  lookedUp(uid: string) {
    const claims = this.claims.get(uid);
    return claims && { claims, validSinceMs: 0 };
  }

  published(message: unknown): void {
    this.messages.push(message);
  }

  logged(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.errors.push(`${message}: ${JSON.stringify(fields)}`);
  }

  async turn(): Promise<void> {}

  beginTransaction(): number {
    this.#transactions += 1;
    return this.#transactions;
  }

  batchNumber(): number {
    return this.#transactions;
  }

  batchEnded(): void {
    this.#transactions += 1;
  }

  aborts(): boolean {
    return false;
  }

  losesCommit(): boolean {
    return false;
  }

  publishFails(): boolean {
    return false;
  }

  redisFault(): undefined {
    return;
  }

  republished(): void {}
  attemptLost(): void {}
  looked(): void {}
  peeked(): void {}
  configured(): void {}
  settled(): void {}
  wrote(): void {}
  redisAnswered(): void {}
}
