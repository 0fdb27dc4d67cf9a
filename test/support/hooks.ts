import { closePublisher } from '../../functions/src/platform/messaging/publisher.ts';
import { closeRedis } from '../../functions/src/platform/redis/redis.ts';
import '../../functions/src/index.ts';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import { closeRedisClient } from './redisClient.ts';

type Write = typeof process.stdout.write;
const write: Write = process.stdout.write.bind(process.stdout);
/** What the code under test has logged since the test began. */
const logged: string[] = [];

/** Keeps lines of the log apart: many tests break things on purpose, and nobody could find the others among them. */
const keepLogs: Write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
  if (typeof chunk !== 'string' || !chunk.startsWith('{"time":'))
    return Reflect.apply(write, undefined, [chunk, ...rest]);
  logged.push(chunk);
  return true;
};

export const mochaHooks = {
  beforeAll(): void {
    process.stdout.write = keepLogs;
  },
  beforeEach(): void {
    logged.length = 0;
  },
  afterEach(this: Mocha.Context): void {
    if (this.currentTest?.state === 'failed') for (const line of logged) write(line);
  },
  /** Closes what the tests opened in this process, so that mocha ends by itself. */
  async afterAll(): Promise<void> {
    process.stdout.write = write;
    closeRedisClient();
    await Promise.all([closePublisher(), closeRedis(), closeFirebase()]);
  },
};
