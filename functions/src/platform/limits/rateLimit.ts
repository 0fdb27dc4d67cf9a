import { createHash, randomUUID } from 'node:crypto';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import { askRedis } from '../redis/redis.ts';
import { admitLocally, type Counted, giveBackLocally, type RateRule } from './rateLimitLocal.ts';

/**
 * An exact sliding window: in any 60 seconds at most `limit` calls of a key are admitted, over all instances when Redis
 * is up and per process otherwise. All keys of a call (its uid, its address) are admitted together or not at all, and a
 * refused call is not counted, so waiting as long as told always helps.
 */
export interface RateVerdict {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds at which the window that decides frees a place. */
  readonly resetAtMs: number;
  /** Whole seconds until a retry can be admitted; 0 when admitted. */
  readonly retryAfterSeconds: number;
}

export const WINDOW_MS = MINUTE_MS;

/**
 * KEYS are windows (sorted sets of admitted instants); ARGV is now in ms (0 = the server's clock), the window in ms, a
 * unique member and one limit a key. Answers admitted (0/1), and of the window that decides: index, used and the instant
 * whose leaving frees a place; then now. When refused, that is the full window that frees a place last.
 */
export const SLIDING_WINDOW_LUA = `
local now = tonumber(ARGV[1])
if now == 0 then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end
local window = tonumber(ARGV[2])
local admitted, tightest, room, used, oldest = 1, 1, nil, 0, now
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  local count = redis.call('ZCARD', key)
  local left = tonumber(ARGV[3 + i]) - count
  local rank = math.max(0, -left)
  local frees = tonumber(redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')[2] or now)
  if left <= 0 then
    if admitted == 1 or frees > oldest then tightest, used, oldest = i, count, frees end
    admitted = 0
  elseif admitted == 1 and (room == nil or left < room) then
    tightest, room, used, oldest = i, left, count, frees
  end
end
if admitted == 1 then
  for _, key in ipairs(KEYS) do
    redis.call('ZADD', key, now, ARGV[3])
    redis.call('PEXPIRE', key, window)
  end
  used = used + 1
end
return {admitted, tightest, used, oldest, now}
`;

const SCRIPT_SHA = createHash('sha1').update(SLIDING_WINDOW_LUA).digest('hex');

export interface Admission {
  readonly verdict: RateVerdict;
  /** Undoes the count of an admitted call, which leaves its places to others; where Redis does not answer, it stays. */
  readonly giveBack: () => Promise<void>;
}

/** Counts a call against all `rules`, in Redis or, where it does not answer, in this process. */
export async function admit(rules: readonly RateRule[], nowMs: number): Promise<Admission> {
  const member = randomUUID();
  const counted = await admitInRedis(rules, 0, member);
  if (counted !== undefined) {
    return { verdict: verdictOf(rules, counted), giveBack: () => giveBackInRedis(rules, member) };
  }
  const verdict = verdictOf(rules, admitLocally(rules, WINDOW_MS, nowMs));
  return { verdict, giveBack: async () => giveBackLocally(rules, nowMs) };
}

async function giveBackInRedis(rules: readonly RateRule[], member: string): Promise<void> {
  await askRedis((redis) => Promise.all(rules.map(({ key }) => redis.zrem(windowOf(key), member))));
}

const windowOf = (key: string) => `rate:${key}`;

export function verdictOf(rules: readonly RateRule[], counted: Counted): RateVerdict {
  const limit = rules[counted.tightest]?.limit ?? 0;
  const resetAtMs = counted.oldestMs + WINDOW_MS;
  const waitSeconds = Math.max(1, Math.ceil((resetAtMs - counted.nowMs) / SECOND_MS));
  return {
    admitted: counted.admitted,
    limit,
    remaining: Math.max(0, limit - counted.used),
    resetAtMs,
    retryAfterSeconds: counted.admitted ? 0 : waitSeconds,
  };
}

/**
 * One round trip; the script is sent in full only when the server does not know it. `nowMs` 0 takes Redis' clock; `member`
 * names the call in its windows.
 */
export async function admitInRedis(
  rules: readonly RateRule[],
  nowMs = 0,
  member: string = randomUUID(),
): Promise<Counted | undefined> {
  const keys = rules.map((rule) => windowOf(rule.key));
  const args = [nowMs, WINDOW_MS, member, ...rules.map((rule) => rule.limit)];
  const reply = await askRedis(async (redis) => {
    try {
      return await redis.evalsha(SCRIPT_SHA, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(SLIDING_WINDOW_LUA, keys.length, ...keys, ...args);
    }
  });
  return reply === undefined ? undefined : parseReply(reply);
}

function parseReply(reply: unknown): Counted {
  const [admitted, tightest, used, oldestMs, nowMs] = Array.isArray(reply) ? reply.map(Number) : [];
  if (tightest === undefined || used === undefined || oldestMs === undefined || nowMs === undefined) {
    throw new Error('the rate limit script answered in another shape');
  }
  return { admitted: admitted === 1, tightest: tightest - 1, used, oldestMs, nowMs };
}
