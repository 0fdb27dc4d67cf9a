import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Operation, QueueWorld } from './queueWorld.ts';

const DAY = 1_440;
const FORTNIGHT = 14 * DAY;

const recording = fc.record({ do: fc.constant('record' as const) });

/** Errors of a clock in minutes; often one at which the server's window is about to close. */
const clockError = (limit: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: -limit, max: limit }),
    fc.constantFrom(60 - 7 * DAY, 5).filter((minutes) => Math.abs(minutes) <= limit),
  );

/** Histories of a device whose clock is wrong by up to so many minutes. */
const histories = (clockMinutes: number): fc.Arbitrary<Operation[]> =>
  fc.array(operation(clockMinutes), { maxLength: 80, size: 'max' });

const operation = (clockMinutes: number): fc.Arbitrary<Operation> =>
  fc.oneof(
    { weight: 6, arbitrary: recording },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('flush' as const),
        reason: fc.constantFrom('timer' as const, 'hidden' as const, 'online' as const, 'demand' as const),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('arrive' as const, 'answer' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('loseAnswer' as const, 'crash' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('refuse' as const),
        code: fc.constantFrom('rate/limited' as const, 'platform/contention' as const, 'users/not-found' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 90 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('setClock' as const),
        minutes: clockError(clockMinutes),
      }),
    },
  );

function lived(history: readonly Operation[]): QueueWorld {
  const world = new QueueWorld();
  for (const one of history) world.run(one);
  return world;
}

describe('the queue, whatever happens to the device', () => {
  it('loses, doubles and reorders no event at any moment', () => {
    fc.assert(
      fc.property(histories(FORTNIGHT), (history) => {
        lived(history);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has every accepted event credited exactly once in the end, though the clock is wrong by up to a day', () => {
    fc.assert(
      fc.property(histories(DAY), (history) => {
        const world = lived(history);
        world.settleAll();
        assert.deepEqual(world.credits.toSorted(), world.accepted.toSorted());
        assert.ok(world.settled.every(({ state }) => state === 'SYNCED'));
      }),
      { numRuns: 2_000 },
    );
  });
});
