import { closePublisher } from '../../functions/src/platform/messaging/publisher.ts';
import { closeRedis } from '../../functions/src/platform/redis/redis.ts';
import '../../functions/src/index.ts';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import { calledComplaints, stopCalledServer } from './calledServer.ts';
import { closeRedisClient } from './redisClient.ts';

type Write = typeof process.stdout.write;
const write: Write = process.stdout.write.bind(process.stdout);
/** What the code under test has logged since the test began. */
const logged: string[] = [];
/** How many complaints the process that is called had when the test began. */
let complaints = 0;

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
  async beforeEach(): Promise<void> {
    logged.length = 0;
    complaints = (await calledComplaints()).length;
  },
  async afterEach(this: Mocha.Context): Promise<void> {
    if (this.currentTest?.state !== 'failed') return;
    const called = (await calledComplaints()).slice(complaints).map((entry) => `${JSON.stringify(entry)}\n`);
    for (const line of [...logged, ...called]) write(line);
  },
  /** Closes what the tests opened in this process, so that mocha ends by itself. */
  async afterAll(): Promise<void> {
    process.stdout.write = write;
    closeRedisClient();
    await Promise.all([stopCalledServer(), closePublisher(), closeRedis(), closeFirebase()]);
  },
};
