import assert from 'node:assert/strict';
import { plainEnvironment } from '../../../client/src/environment.ts';
import { EarnPlayError } from '../../../client/src/errors.ts';
import type { SendBatch } from '../../../client/src/queue/deliver.ts';
import { EMPTY_QUEUE, type QueueState } from '../../../client/src/queue/state.ts';
import { jsonStorage } from '../../../client/src/storage/jsonStorage.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import { isFull, type OpenStorage, type Storage } from '../../../client/src/storage/storage.ts';
import { answerTo } from './answers.ts';
import { OpenQueues, recordAll } from './openQueues.ts';

describe('the queue in trouble', () => {
  const queues = new OpenQueues();
  afterEach(() => queues.close());

  describe('with faulty code around it', () => {
    const fault = () => {
      throw new TypeError('Map.groupBy is not a function');
    };
    let reported: unknown[];

    beforeEach(() => {
      reported = [];
      Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) });
    });
    afterEach(() => Reflect.deleteProperty(globalThis, 'reportError'));

    it('settles what the server credited, though what then prices it throws', async () => {
      let calls = 0;
      const send: SendBatch = async (events) => {
        calls += 1;
        return answerTo(events);
      };
      const queue = await queues.open(send, memoryStorage(), { learn: async () => fault() });
      await recordAll(queue, ['a']);
      await queue.flush('demand');
      assert.deepEqual([calls, queue.state.value.entries.length, queue.state.value.stopped], [1, 0, null]);
      assert.equal(reported.length, 1, 'somebody hears of it');
    });

    it('accepts an event once, though every listener throws', async () => {
      const sent: string[] = [];
      const send: SendBatch = async (events) => {
        sent.push(...events.map(({ idempotencyKey }) => idempotencyKey));
        return answerTo(events);
      };
      const environment = { ...plainEnvironment, openChannel: () => ({ tell: fault, close() {} }) };
      const queue = await queues.open(send, memoryStorage(), { environment });
      const heard: number[] = [];
      queue.state.subscribe(fault);
      queue.settled.subscribe(fault);
      queue.state.subscribe(({ entries }) => heard.push(entries.length));
      await recordAll(queue, ['a']);
      await queue.flush('demand');
      assert.deepEqual(sent, ['a']);
      assert.ok(heard.includes(1) && heard.at(-1) === 0, 'the others hear all of it');
    });

    it('takes what it cannot read for no answer, and sends again', async () => {
      const unreadable: any[] = [null, {}, { results: 'none', serverTime: 1 }, { results: [null], serverTime: 1 }];
      unreadable.push({ results: [{ status: 'credited', coins: 10 }] });
      const send: SendBatch = async (events) => (unreadable.length > 0 ? unreadable.shift() : answerTo(events));
      const queue = await queues.open(send);
      await recordAll(queue, ['a']);
      for (let left = unreadable.length; left > 0; left -= 1) {
        await assert.rejects(queue.flush('demand'), { code: 'client/unreachable', retryable: true });
      }
      await queue.flush('demand');
      assert.equal(queue.state.value.entries.length, 0);
    });
  });

  it('keeps events that are refused for what heals, and sends them by itself once it has', async () => {
    const codes = [
      'platform/unauthenticated',
      'platform/app-check-required',
      'platform/feature-off',
      'client/refused',
    ] as const;
    const refusals = codes.map((code) => new EarnPlayError(code, 'not now'));
    const send: SendBatch = async (events) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      return answerTo(events);
    };
    const queue = await queues.open(send);
    await recordAll(queue, ['a']);
    for (const code of codes) {
      await assert.rejects(queue.flush('online'), { code });
      assert.equal(queue.state.value.stopped, null, code);
    }
    await settled(queue.state);
  });

  it('tries all the same while the device says that it is offline, only seldom', async () => {
    let upMs = 0;
    let calls = 0;
    const send: SendBatch = async (events) => {
      calls += 1;
      return answerTo(events);
    };
    const environment = { ...plainEnvironment, isOnline: () => false };
    const reading = () => ({ run: 'run', nowMs: Date.now(), upMs });
    const queue = await queues.open(send, memoryStorage(), { environment, flushAfterMs: () => 1, reading });
    await recordAll(queue, ['a']);
    queue.flushQuietly('hidden');
    queue.flushQuietly('timer');
    await queue.flush('demand');
    assert.equal(calls, 1, 'whoever asks is heard');
    await recordAll(queue, ['b']);
    queue.flushQuietly('timer');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(calls, 1, 'what says so itself waits');
    upMs = 300_000;
    await settled(queue.state);
    assert.equal(calls, 2);
  });

  it('follows how long events may wait, those that wait already included', async () => {
    let waitMs = 3_600_000;
    let calls = 0;
    const send: SendBatch = async (events) => {
      calls += 1;
      return answerTo(events);
    };
    const queue = await queues.open(send, memoryStorage(), { flushAfterMs: () => waitMs });
    await recordAll(queue, ['a']);
    queue.reconsider();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(calls, 0);
    waitMs = 1;
    queue.reconsider();
    await settled(queue.state);
    assert.equal(calls, 1);
  });

  it('dates what a clock of 1970 has recorded once it is put right, and leaves a simulated clock alone', async () => {
    const dates = async (run: string) => {
      let [nowMs, upMs] = [10_800_000, 0];
      const sent: number[] = [];
      const send: SendBatch = async (events) => {
        sent.push(...events.map(({ occurredAt }) => occurredAt));
        return answerTo(events, nowMs);
      };
      const queue = await queues.open(send, memoryStorage(), { reading: () => ({ run, nowMs, upMs }) });
      for (const key of ['a', 'b']) {
        await queue.record({ key, type: 'SPIN_CLAIMED', metadata: {}, nowMs });
        [nowMs, upMs] = [nowMs + 60_000, upMs + 60_000];
      }
      [nowMs, upMs] = [1_800_000_000_000, upMs + 1_000];
      await queue.flush('demand');
      return sent;
    };
    assert.deepEqual(await dates('run'), [1_799_999_879_000, 1_799_999_939_000]);
    assert.deepEqual(await dates(''), [10_800_000, 10_860_000]);
  });

  it('finds the one event for which its batch is refused, tells of it and has the others credited', async () => {
    const sent: number[] = [];
    const send: SendBatch = async (events) => {
      sent.push(events.length);
      if (events.some(({ idempotencyKey }) => idempotencyKey === 'bad')) {
        throw new EarnPlayError('platform/invalid-input', 'not valid');
      }
      return answerTo(events);
    };
    const queue = await queues.open(send);
    const outcomes: string[] = [];
    queue.settled.subscribe((all) => outcomes.push(...all.map(({ key, code }) => `${key} ${code}`)));
    await recordAll(queue, ['a', 'b', 'c', 'd', 'e', 'bad', 'f', 'g']);
    await queue.flush('demand');
    assert.equal(queue.state.value.entries.length, 0);
    assert.deepEqual(
      outcomes.filter((one) => !one.endsWith('null')),
      ['bad platform/invalid-input'],
    );
    assert.ok(sent.length <= 8, `${sent}`);
  });

  describe('with its storage', () => {
    it('knows a full one by what browsers, Node and phones call it', () => {
      const said = [
        new DOMException('The quota has been exceeded.', 'QuotaExceededError'),
        Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
        new Error('database or disk is full (code 13 SQLITE_FULL)'),
        new Error('You can’t save the file “a” because the volume “b” is out of space.'),
        new DOMException('Encountered full disk while opening backing store for indexedDB.open.', 'UnknownError'),
        new Error('could not save', { cause: Object.assign(new Error('write failed'), { code: 'EDQUOT' }) }),
      ];
      for (const one of said) assert.equal(isFull(one), true, one.message);
      for (const one of [new Error('no such file'), 'full', null]) assert.equal(isFull(one), false);
    });

    it('throws errors of its own alone, whatever the storage throws', async () => {
      const broken = async (): Promise<never> => {
        throw new TypeError('native module is gone');
      };
      const working = await memoryStorage()('queue');
      const storage: Storage = { ...working, update: broken };
      const queue = await queues.open(
        async (events) => answerTo(events),
        async () => storage,
      );
      await assert.rejects(recordAll(queue, ['a']), { name: 'EarnPlayError', code: 'client/storage-unavailable' });
      const unread: OpenStorage = async () => ({ ...working, read: broken });
      const opening = queues.open(async (events) => answerTo(events), unread);
      await assert.rejects(opening, { name: 'EarnPlayError', code: 'client/storage-unavailable' });
    });

    it('reads what an older version of the game has stored, and sends it as it was', async () => {
      const old = { seq: 1, key: 'a', type: 'SPIN_CLAIMED', metadata: {}, state: 'INFLIGHT', refusals: 0, dueAtMs: 0 };
      const entries = [
        { ...old, occurredAt: 1_000, offsetMs: null, reclocked: false },
        { ...old, seq: 2, key: 'b', occurredAt: 2_000, offsetMs: 500, reclocked: true },
      ];
      const batch = { id: 'batch', seqs: [1, 2], doubtful: false };
      const { clocks, clockSure, batchLimit, ...known } = EMPTY_QUEUE;
      const text = JSON.stringify({ queue: { ...known, entries, batch, nextSeq: 3, ofNewer: 7 }, facts: {} });
      const saved: string[] = [];
      const storage: OpenStorage = async () =>
        jsonStorage({ load: async () => text, save: async (next) => void saved.push(next) });
      const instants: number[] = [];
      const queue = await queues.open(async (events) => {
        instants.push(...events.map(({ occurredAt }) => occurredAt));
        return answerTo(events);
      }, storage);
      await queue.flush('demand');
      assert.deepEqual(instants, [1_000, 2_000]);
      assert.equal(JSON.parse(saved.at(-1) ?? '').queue.ofNewer, 7, 'what a newer version keeps stays');
    });

    it('starts anew where what is stored is no JSON any more', async () => {
      Object.assign(globalThis, { reportError: () => {} });
      const storage: OpenStorage = async () => jsonStorage({ load: async () => '{"queue":', save: async () => {} });
      const queue = await queues.open(async (events) => answerTo(events), storage);
      await recordAll(queue, ['a']);
      Reflect.deleteProperty(globalThis, 'reportError');
      assert.equal(queue.state.value.entries.length, 1);
    });
  });
});

function settled(state: { readonly subscribe: (listener: (state: QueueState) => void) => unknown }): Promise<void> {
  return new Promise((resolve) => {
    state.subscribe(({ entries }) => {
      if (entries.length === 0) resolve();
    });
  });
}
