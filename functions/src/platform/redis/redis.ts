import type { Redis } from 'ioredis';
import { within } from '../runtime/deadline.ts';
import { describeError, warnOncePerMinute } from '../runtime/log.ts';
import { settings } from '../runtime/settings.ts';

/**
 * Redis makes things faster and never truer: whatever is asked of it may go unanswered, and the caller then does
 * without. A command gets `REDIS_TIMEOUT_MS`; after one that did not answer in time the connection is dropped and
 * nothing waits for Redis again until it is back, so an outage costs a call at most that budget, once.
 *
 * One server is asked, or whichever is the primary behind one address: scripts take keys of several slots, so a cluster
 * refuses them, and limits are then counted by each process.
 */
/** A timer that is later than this has waited for our own process, and not for Redis. */
const STALLED_MS = 10;
/** After as many stalls in a row with nothing heard in between it is Redis' silence even so. */
const MAX_UNANSWERED = 3;
const RECONNECT_MS = 1_000;
/** When ioredis itself gives a command up, its own first question on a new connection above all, and connects anew. */
const SILENCE_MS = 2_000;
const DOWN = 'redis unavailable, falling back';

let connecting: Promise<Redis> | undefined;
let client: Redis | undefined;
let unanswered = 0;
let countedMs = 0;

export function redisConfigured(): boolean {
  return settings().REDIS_URL !== '';
}

/** Runs `command` against Redis; answers undefined where Redis is not configured, not up or not fast enough. */
export async function askRedis<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined> {
  if (!redisConfigured()) return undefined;
  if (client !== undefined && client.status !== 'ready') {
    warnOncePerMinute(DOWN, { status: client.status });
    return undefined;
  }
  try {
    const { Redis: Client } = await import('ioredis');
    return await withinBudget(connected(Client).then(command));
  } catch (error) {
    warnOncePerMinute(DOWN, describeError(error));
    return undefined;
  }
}

/**
 * A round trip, for health; throws where Redis does not answer. Calls go on without Redis after a few milliseconds, but
 * an instance that has just begun is busy for longer with itself, and would say that Redis is away.
 */
export async function pingRedis(): Promise<void> {
  const { Redis: Client } = await import('ioredis');
  await (await connected(Client)).ping();
}

export async function closeRedis(): Promise<void> {
  const opened = connecting;
  connecting = undefined;
  client = undefined;
  (await opened?.catch(() => undefined))?.disconnect();
}

/** The library is loaded by the caller, outside the budget: loading it is no delay of Redis, and happens once. */
function connected(Client: typeof Redis): Promise<Redis> {
  connecting ??= open(Client);
  return connecting;
}

async function open(Client: typeof Redis): Promise<Redis> {
  const redis = new Client(settings().REDIS_URL, {
    connectTimeout: 1_000,
    commandTimeout: SILENCE_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: () => RECONNECT_MS,
    // After a failover this is a replica, which takes no writes; the address leads to the new primary.
    reconnectOnError: (error) => error.message.includes('READONLY'),
    lazyConnect: true,
  });
  redis.on('error', (error: unknown) => warnOncePerMinute(DOWN, describeError(error)));
  client = redis;
  // A first attempt that fails is repeated by ioredis like any later one; until it succeeds, commands are refused.
  await redis.connect().catch(() => undefined);
  return redis;
}

class Silence extends Error {
  override readonly name = 'Silence';
  constructor(budgetMs: number) {
    super(`no answer within ${budgetMs} ms`);
  }
}

async function withinBudget<T>(work: Promise<T>): Promise<T> {
  work.then(heardRedis, () => undefined);
  const askedMs = performance.now();
  const { REDIS_TIMEOUT_MS: budgetMs } = settings();
  try {
    return await within(budgetMs, work, () => new Silence(budgetMs));
  } catch (error) {
    if (!(error instanceof Silence)) throw error;
    const lateMs = performance.now() - askedMs - budgetMs;
    // What came while this process was busy with something else is read before anything is concluded.
    return await Promise.race([work, afterReading().then(() => blame(error, lateMs))]);
  }
}

function heardRedis(): void {
  unanswered = 0;
}

/** Lets the event loop take what waits on its sockets. */
async function afterReading(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A connection that takes commands and answers none would cost every call its budget: it is made anew. */
function blame(silence: Silence, lateMs: number): never {
  const nowMs = performance.now();
  // All that waited through one stall of this process is one.
  if (nowMs - countedMs > settings().REDIS_TIMEOUT_MS) unanswered += 1;
  countedMs = nowMs;
  if (lateMs < STALLED_MS || unanswered >= MAX_UNANSWERED) {
    unanswered = 0;
    if (client?.status === 'ready') client.disconnect(true);
  }
  throw silence;
}
