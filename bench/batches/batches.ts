import { closePublisher } from '../../functions/src/platform/messaging/publisher.ts';
import { closeRedis } from '../../functions/src/platform/redis/redis.ts';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import type { Progress } from '../progress.ts';
import type { Report } from '../report.ts';
import { closeSuiteRedis } from './designs.ts';
import { measureDocuments } from './documents.ts';
import { measureRetries } from './retries.ts';
import { measureSpeed } from './speed.ts';

/** What a batch of events costs, how fast it is and what remains of it when something breaks, beside two baselines. */
export async function measureBatches(progress: Progress): Promise<Report> {
  try {
    const parts = [await measureDocuments(progress), await measureSpeed(progress), await measureRetries(progress)];
    const tables = parts.flatMap((part) => part.tables);
    return { benchmark: 'batches', tables, claims: parts.flatMap((part) => part.claims) };
  } finally {
    closeSuiteRedis();
    await Promise.all([closePublisher(), closeRedis(), closeFirebase()]);
  }
}
