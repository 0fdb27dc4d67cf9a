import assert from 'node:assert/strict';
import { wakeAtMs } from '../../../client/src/queue/flush.ts';
import { step } from '../../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, type QueueState } from '../../../client/src/queue/state.ts';

const NOW_MS = 1_800_000_000_000;

function queueOf(count: number, from: QueueState = EMPTY_QUEUE): QueueState {
  let state = from;
  for (let at = 0; at < count; at += 1) {
    const key = `event-${state.nextSeq}`;
    ({ state } = step(state, { input: 'record', key, type: 'SPIN_CLAIMED', metadata: {}, nowMs: NOW_MS }));
  }
  return state;
}

function flushed(state: QueueState, reason: 'timer' | 'demand', afterMs = 0) {
  return step(state, { input: 'flush', reason, nowMs: NOW_MS + afterMs, batchId: 'batch' });
}

function sentKeys({ effects }: ReturnType<typeof step>): string[] {
  return effects.flatMap((one) => (one.effect === 'send' ? one.events.map((event) => event.idempotencyKey) : []));
}

describe('the limits of the queue', () => {
  it('accepts 2,000 unsent events, and refuses the next one without a trace', () => {
    const full = queueOf(2_000);
    const nextOne = { input: 'record', key: 'one-more', type: 'SPIN_CLAIMED', metadata: {}, nowMs: NOW_MS } as const;
    const { state, effects } = step(full, nextOne);
    assert.equal(full.entries.length, 2_000);
    assert.equal(state, full);
    assert.deepEqual(effects, [{ effect: 'refused', code: 'queue/full', key: 'one-more' }]);
  });

  it('sends at most 500 events a call, the oldest first', () => {
    const keys = sentKeys(flushed(queueOf(501), 'demand'));
    assert.equal(keys.length, 500);
    assert.deepEqual([keys.at(0), keys.at(-1)], ['event-1', 'event-500']);
  });

  it('sends 50 events without being asked, and 49 only after a minute', () => {
    assert.equal(sentKeys(flushed(queueOf(50), 'timer')).length, 50);
    assert.equal(sentKeys(flushed(queueOf(49), 'timer', 59_999)).length, 0);
    assert.equal(sentKeys(flushed(queueOf(49), 'timer', 60_000)).length, 49);
  });

  it('waits for as long as the game says instead', () => {
    const state = queueOf(3);
    const flushAfterMs = 900_000;
    const sentAfter = (waitedMs: number) => {
      const flush = { input: 'flush', reason: 'timer', batchId: 'batch', flushAfterMs } as const;
      return sentKeys(step(state, { ...flush, nowMs: NOW_MS + waitedMs })).length;
    };
    assert.deepEqual([60_000, 899_999, 900_000].map(sentAfter), [0, 0, 3]);
    assert.equal(wakeAtMs(state, flushAfterMs), NOW_MS + flushAfterMs);
    assert.equal(sentAfter(-2 * flushAfterMs), 3, 'the clock was set back: it has waited long enough');
  });

  it('sends nothing while a call is under way', () => {
    const { state } = flushed(queueOf(3), 'demand');
    assert.deepEqual(sentKeys(flushed(queueOf(100, state), 'demand')), []);
  });
});
