import { createRequire } from 'node:module';
import type { Redis } from '../../functions/node_modules/ioredis/built/index.js';

/** A client of the suite's own Redis, for tests that look into it, fill it or flush it; a root hook closes it. */
let client: Redis | undefined;

export async function redisClient(): Promise<Redis> {
  const { Redis: Client } = createRequire(new URL('../../functions/package.json', import.meta.url))('ioredis');
  client ??= new Client(process.env.REDIS_URL) as Redis;
  return client;
}

export function closeRedisClient(): void {
  client?.disconnect();
  client = undefined;
}
