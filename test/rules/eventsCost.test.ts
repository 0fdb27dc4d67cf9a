import assert from 'node:assert/strict';
import { EMPTY_DAY, type Remembered } from '../../functions/src/events/dayRules.ts';
import type { BatchState } from '../../functions/src/events/rules.ts';
import { SECOND_MS } from '../../functions/src/kernel/time.ts';
import { decide, event, FRESH } from './eventsBatches.ts';

const START = Date.UTC(2026, 2, 15);

/** Counts what is asked of it, and how many entries are walked over. */
class CountingMap extends Map<string, Remembered> {
  asked = 0;
  walked = 0;

  override get(key: string): Remembered | undefined {
    this.asked += 1;
    return super.get(key);
  }

  override *[Symbol.iterator](): MapIterator<[string, Remembered]> {
    for (const entry of super[Symbol.iterator]()) {
      this.walked += 1;
      yield entry;
    }
  }
}

function batchOf(count: number) {
  return Array.from({ length: count }, (_, at) => {
    return event(at % 2 === 0 ? 'GAME_LOST' : 'AD_WATCHED', { at: START + at * 60 * SECOND_MS, seconds: 30 });
  });
}

function fullDay(keys: number): { state: BatchState; seen: CountingMap } {
  const seen = new CountingMap();
  for (let at = 0; at < keys; at += 1) seen.set(at.toString(16).padStart(32, '0'), { type: 'GAME_WON', coins: 10 });
  return { state: { ...FRESH, days: new Map([['2026-03-15', { ...EMPTY_DAY, seen }]]) }, seen };
}

describe('the work of deciding a batch', () => {
  it('asks once for each event what the day has seen, and never walks or copies it', () => {
    const { state, seen } = fullDay(5_000);
    decide(state, batchOf(500));
    assert.equal(seen.asked, 500);
    assert.equal(seen.walked, 0);
  });

  it('grows with the batch, not with its square: ten times the events allocate at most twenty times as much', () => {
    const { state } = fullDay(5_000);
    const allocated = (count: number) => {
      const batch = batchOf(count);
      decide(state, batch);
      let copies = 0;
      const native = Map.prototype.set;
      Map.prototype.set = function set(this: Map<unknown, unknown>, key: unknown, value: unknown) {
        copies += 1;
        return native.call(this, key, value);
      };
      try {
        decide(state, batch);
      } finally {
        Map.prototype.set = native;
      }
      return copies;
    };
    assert.ok(allocated(500) <= 20 * allocated(50));
  });
});
