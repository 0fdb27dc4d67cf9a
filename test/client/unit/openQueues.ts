import { plainEnvironment } from '../../../client/src/environment.ts';
import { defaultLock } from '../../../client/src/lock.ts';
import type { SendBatch } from '../../../client/src/queue/deliver.ts';
import { EventQueue, type QueueParts } from '../../../client/src/queue/eventQueue.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import type { OpenStorage } from '../../../client/src/storage/storage.ts';

type Others = Partial<Pick<QueueParts, 'name' | 'environment' | 'flushAfterMs' | 'learn' | 'reading'>>;

let names = 0;

/** Queues at work, without Firebase: `send` is the server. */
export class OpenQueues {
  readonly #open: EventQueue[] = [];

  async open(send: SendBatch, storage: OpenStorage = memoryStorage(), others: Others = {}): Promise<EventQueue> {
    names += 1;
    const { name = `queue-${names}` } = others;
    const queue = await EventQueue.open({
      environment: plainEnvironment,
      lock: defaultLock(),
      reading: () => ({ run: 'run', nowMs: Date.now(), upMs: performance.now() }),
      random: () => 0,
      beforeForeignChange: async () => {},
      ...others,
      name,
      storage: await storage(name),
      send,
    });
    this.#open.push(queue);
    return queue;
  }

  close(): void {
    for (const queue of this.#open.splice(0)) queue.close();
  }
}

export async function recordAll(queue: EventQueue, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => queue.record({ key, type: 'SPIN_CLAIMED', metadata: {}, nowMs: Date.now() })));
}
