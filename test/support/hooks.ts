import { closeFirebase } from '../../functions/src/platform/firebase.ts';
import { closePublisher } from '../../functions/src/platform/publisher.ts';
import { closeRedis } from '../../functions/src/platform/redis.ts';
import { closeRedisClient } from './redisClient.ts';

/** Closes what the tests opened in this process, so that mocha ends by itself. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    closeRedisClient();
    await Promise.all([closePublisher(), closeRedis(), closeFirebase()]);
  },
};
