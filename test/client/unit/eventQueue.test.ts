import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EarnPlayError } from '../../../client/src/errors.ts';
import { fileStorage } from '../../../client/src/node.ts';
import type { SendBatch } from '../../../client/src/queue/deliver.ts';
import { jsonStorage } from '../../../client/src/storage/jsonStorage.ts';
import type { OpenStorage } from '../../../client/src/storage/storage.ts';
import { answerTo } from './answers.ts';
import { OpenQueues, recordAll } from './openQueues.ts';

describe('the queue at work', () => {
  const queues = new OpenQueues();
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earnplay-queue-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => queues.close());

  it('sends what is recorded, in order, in one call, and tells what became of each', async () => {
    const sent: string[][] = [];
    const queue = await queues.open(async (events) => {
      sent.push(events.map(({ idempotencyKey }) => idempotencyKey));
      return answerTo(events);
    });
    const settled: string[] = [];
    queue.settled.subscribe((all) => settled.push(...all.map(({ key, state }) => `${key} ${state}`)));
    await recordAll(queue, ['a', 'b', 'c']);
    await queue.flush('demand');
    assert.deepEqual(sent, [['a', 'b', 'c']]);
    assert.deepEqual(settled, ['a SYNCED', 'b SYNCED', 'c SYNCED']);
  });

  it('makes one call at a time, however often it is asked', async () => {
    let underWay = 0;
    let most = 0;
    const queue = await queues.open(async (events) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      return answerTo(events);
    });
    await recordAll(queue, ['a', 'b']);
    await Promise.all([queue.flush('demand'), queue.flush('demand'), recordAll(queue, ['c']), queue.flush('demand')]);
    assert.equal(most, 1);
    assert.equal(queue.state.value.entries.length, 0);
  });

  it('sends again by itself after a failure that the catalogue calls retryable', async () => {
    let calls = 0;
    const queue = await queues.open(async (events) => {
      calls += 1;
      if (calls === 1) throw new EarnPlayError('platform/contention', 'busy');
      return answerTo(events);
    });
    await recordAll(queue, ['a']);
    await assert.rejects(queue.flush('demand'), { code: 'platform/contention', retryable: true });
    await new Promise<void>((resolve) => {
      queue.state.subscribe(({ entries }) => {
        if (entries.length === 0) resolve();
      });
    });
    assert.equal(calls, 2);
  });

  it('never sends again by itself what the catalogue calls final', async () => {
    let calls = 0;
    const queue = await queues.open(async () => {
      calls += 1;
      throw new EarnPlayError('users/frozen', 'under review');
    });
    await recordAll(queue, ['a']);
    await assert.rejects(queue.flush('demand'), { code: 'users/frozen', retryable: false });
    await queue.flush('timer');
    await queue.flush('online');
    assert.equal(calls, 1);
    assert.equal(queue.state.value.stopped, 'users/frozen');
    assert.equal(queue.state.value.entries.length, 1, 'the event is kept');
  });

  it('tells each of a burst for itself whether it was accepted', async () => {
    const queue = await queues.open(async (events) => answerTo(events));
    const keys = Array.from({ length: 2_003 }, (_, at) => `event-${at}`);
    const outcomes = await Promise.allSettled(keys.map((key) => recordAll(queue, [key])));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    assert.deepEqual(
      refused.map((one) => one.status === 'rejected' && one.reason.code),
      ['queue/full', 'queue/full', 'queue/full'],
    );
  });

  it('says so when the storage has no room, and accepts again when it has', async () => {
    let isFull = true;
    const storage: OpenStorage = async () =>
      jsonStorage({
        load: async () => undefined,
        save: async () => {
          if (isFull) throw new DOMException('no room', 'QuotaExceededError');
        },
      });
    const queue = await queues.open(async (events) => answerTo(events), storage);
    await assert.rejects(recordAll(queue, ['a']), { code: 'queue/storage-full' });
    assert.equal(queue.state.value.entries.length, 0);
    isFull = false;
    await recordAll(queue, ['a']);
    assert.equal(queue.state.value.entries.length, 1);
  });

  it('finds its events in a file after a crash, and sends the batch that was under way again', async () => {
    const sent: string[][] = [];
    const send: SendBatch = async (events) => {
      sent.push(events.map(({ idempotencyKey }) => idempotencyKey));
      return sent.length === 1 ? new Promise(() => {}) : answerTo(events);
    };
    const first = await queues.open(send, fileStorage(folder), { name: 'crashed' });
    await recordAll(first, ['a', 'b']);
    void first.flush('demand');
    while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    // Another name for the lock: the process that held it is dead.
    const again: OpenStorage = () => fileStorage(folder)('crashed');
    const second = await queues.open(send, again, { name: 'reopened' });
    await recordAll(second, ['c']);
    await second.flush('demand');
    assert.deepEqual(sent, [['a', 'b'], ['a', 'b'], ['c']]);
  });
});
