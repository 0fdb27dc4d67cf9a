import { timingSafeEqual } from 'node:crypto';
import { SECOND_MS } from '../kernel/time.ts';
import { sha256 } from '../platform/crypto/crypto.ts';
import { pingPubSub } from '../platform/messaging/publisher.ts';
import { pingRedis, redisConfigured } from '../platform/redis/redis.ts';
import { within } from '../platform/runtime/deadline.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';
import { isDeployed } from '../platform/runtime/options.ts';
import { settings } from '../platform/runtime/settings.ts';

/**
 * Asks each dependency for a sign of life. Redis being away degrades speed, not service, so it does not make us ill.
 * Anybody may ask and nobody can make it cost more for that: an instance asks its dependencies once in so many seconds
 * (`HEALTH_CACHE_SECONDS`), however many callers wait for it, and only monitoring is told which of them is away.
 */
export interface Check {
  readonly ok: boolean;
  readonly latencyMs: number;
}

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, Check>>;
  /** Epoch milliseconds at which it was asked. */
  readonly time: number;
}

const TIMEOUT_MS = 2_000;

let latest: { readonly health: Promise<Health>; readonly askedMs: number } | undefined;

/** `authorization` is the header of that name; with the key of monitoring, or outside a deployment, it has the checks. */
export async function health(
  authorization: string | undefined,
  nowMs: number,
): Promise<Omit<Health, 'checks'> & Partial<Health>> {
  const keepMs = settings().HEALTH_CACHE_SECONDS * SECOND_MS;
  const isFresh = latest !== undefined && latest.askedMs <= nowMs && nowMs < latest.askedMs + keepMs;
  if (latest === undefined || !isFresh) latest = { health: askAll(nowMs), askedMs: nowMs };
  const { checks, ...forAnybody } = await latest.health;
  return isMonitoring(authorization) ? { ...forAnybody, checks } : forAnybody;
}

function isMonitoring(authorization = ''): boolean {
  if (!isDeployed()) return true;
  const { HEALTH_KEY } = settings();
  return HEALTH_KEY !== '' && timingSafeEqual(sha256(authorization), sha256(`Bearer ${HEALTH_KEY}`));
}

async function askAll(nowMs: number): Promise<Health> {
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
