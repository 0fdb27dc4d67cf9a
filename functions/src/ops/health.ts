import { pingPubSub } from '../platform/messaging/publisher.ts';
import { pingRedis, redisConfigured } from '../platform/redis/redis.ts';
import { within } from '../platform/runtime/deadline.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';

/** Asks each dependency for a sign of life. Redis being away degrades speed, not service, so it does not make us ill. */
export interface Check {
  readonly ok: boolean;
  readonly latencyMs: number;
}

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, Check>>;
  /** Epoch milliseconds. */
  readonly time: number;
}

const TIMEOUT_MS = 2_000;

export async function health(nowMs: number): Promise<Health> {
  // Redis first: the SDKs of the others, where an instance has to load them yet, keep it from connecting in time.
  const redis = redisConfigured() ? await check(pingRedis) : undefined;
  const [firestore, pubsub] = await Promise.all([
    check(async () => (await adminFirestore()).doc('ops/health').get()),
    check(pingPubSub),
  ]);
  const checks = { firestore, pubsub, ...(redis === undefined ? {} : { redis }) };
  return { status: statusOf(firestore.ok && pubsub.ok, redis?.ok !== false), checks, time: nowMs };
}

function statusOf(serves: boolean, fast: boolean): Health['status'] {
  if (!serves) return 'down';
  return fast ? 'ok' : 'degraded';
}

async function check(ask: () => Promise<unknown>): Promise<Check> {
  const startedMs = performance.now();
  const ok = await within(TIMEOUT_MS, ask(), () => new Error('timeout')).then(
    () => true,
    () => false,
  );
  return { ok, latencyMs: Math.round(performance.now() - startedMs) };
}
