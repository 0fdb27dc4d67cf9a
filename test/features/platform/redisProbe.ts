import { askRedis, closeRedis } from '../../../functions/src/platform/redis/redis.ts';
import { settings } from '../../../functions/src/platform/runtime/settings.ts';
import type { Relay } from '../../support/relay.ts';

/** Milliseconds that each of `count` questions in a row waited for a Redis that fell silent just before. */
export async function asksWhile(relay: Relay, count: number): Promise<number[]> {
  const { REDIS_URL, REDIS_TIMEOUT_MS } = settings();
  Object.assign(settings(), { REDIS_URL: `redis://${relay.address}`, REDIS_TIMEOUT_MS: 40 });
  relay.speakAgain();
  try {
    await closeRedis();
    if ((await answered()) === undefined) await answered();
    relay.fallSilent();
    const waits: number[] = [];
    for (let ask = 0; ask < count; ask += 1) {
      const startedMs = performance.now();
      if ((await answered()) !== undefined) throw new Error('the silent Redis answered');
      waits.push(performance.now() - startedMs);
    }
    return waits;
  } finally {
    await closeRedis();
    Object.assign(settings(), { REDIS_URL, REDIS_TIMEOUT_MS });
  }
}

function answered(): Promise<string | undefined> {
  return askRedis((redis) => redis.ping());
}
