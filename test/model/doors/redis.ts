import { outside } from './host.ts';

/** Stands for `platform/redis/redis.ts`: a Redis that may be away, late or emptied at any time, and says nothing then. */
export function redisConfigured(): boolean {
  return outside().hasRedis;
}

export async function askRedis<T>(command: (redis: typeof model) => Promise<T>): Promise<T | undefined> {
  if (!redisConfigured()) return undefined;
  const fault = outside().redisFault();
  if (fault === 'down') return undefined;
  try {
    const answer = await command(model);
    return fault === 'slow' ? undefined : answer;
  } catch {
    return undefined;
  }
}

const NO_SCRIPTS = new Error('the model runs no scripts');

const model = {
  async get(key: string): Promise<string | null> {
    await outside().turn();
    const entry = outside().redis.get(key);
    if (entry === undefined || entry.untilMs <= outside().now()) return null;
    if (outside().redisFault() === undefined) outside().redisAnswered();
    return entry.text;
  },
  async set(key: string, text: string, _unit: 'EX', seconds: number): Promise<void> {
    await outside().turn();
    outside().wrote(text);
    outside().redis.set(key, { text, untilMs: outside().now() + seconds * 1_000 });
  },
  async del(key: string): Promise<number> {
    await outside().turn();
    return outside().redis.delete(key) ? 1 : 0;
  },
  /** The limiter's script is not modelled: limits fall back to the process's own, which are. */
  async evalsha(): Promise<unknown> {
    throw NO_SCRIPTS;
  },
  async eval(): Promise<unknown> {
    throw NO_SCRIPTS;
  },
};

export async function pingRedis(): Promise<void> {}

export async function closeRedis(): Promise<void> {}
