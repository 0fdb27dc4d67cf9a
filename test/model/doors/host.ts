import type { Random } from '../core/random.ts';
import type { Database } from '../memory/database.ts';
import type { Host } from '../memory/host.ts';

/**
 * What the doors lead to: the simulation that is running. A door is a module that takes the place of one that talks to
 * the outside (Firestore, Redis, Pub/Sub, Auth, the log, chance, the clock); all other code under test is the real one.
 */
export interface Outside extends Host {
  readonly database: Database;
  readonly random: Random;
  readonly redis: Map<string, { readonly text: string; readonly untilMs: number }>;
  readonly claims: Map<string, Record<string, unknown>>;
  /** What Auth says of a person; undefined where there is no such person. */
  lookedUp(uid: string): { readonly claims: Record<string, unknown>; readonly validSinceMs: number } | undefined;
  readonly validSince: Map<string, number>;
  /** Whether the deployment has a Redis at all. */
  readonly hasRedis: boolean;
  /** How Redis behaves towards the operation that is running. */
  redisFault(): 'down' | 'slow' | undefined;
  /** Whether Pub/Sub refuses the next message of the operation that is running. */
  publishFails(): boolean;
  published(message: unknown): void;
  /** A dead letter that is sent again, as JSON text, to one consumer alone. */
  republished(topic: string, text: string, consumer: string): void;
  /** The running instance's clock, epoch milliseconds. */
  now(): number;
  /** Told of each line of the log, and of what goes to Redis. */
  wrote(text: string): void;
  /** Told of each ERROR that the code logs. */
  logged(message: string, fields: Readonly<Record<string, unknown>>): void;
  /** Told when Redis has answered a value. */
  redisAnswered(): void;
}

let current: Outside | undefined;

export function enter(outside: Outside | undefined): void {
  current = outside;
}

export function outside(): Outside {
  if (current === undefined) throw new Error('the code under test runs outside of a simulation');
  return current;
}

export function isSimulating(): boolean {
  return current !== undefined;
}
