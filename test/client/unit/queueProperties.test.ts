import assert from 'node:assert/strict';
import fc from 'fast-check';
import { step } from '../../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, type QueueState } from '../../../client/src/queue/state.ts';
import { GAME_MS, type Operation, QueueWorld } from './queueWorld.ts';

const DAY = 1_440;
const FORTNIGHT = 14 * DAY;

const recording = fc.record({ do: fc.constant('record' as const) });

const passing = fc.record({
  do: fc.constantFrom('wait' as const, 'sleep' as const),
  minutes: fc.integer({ min: 0, max: 90 }),
});

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
    { weight: 2, arbitrary: passing },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('setClock' as const, 'setWhileOff' as const),
        minutes: clockError(clockMinutes),
      }),
    },
  );

function lived(history: readonly Operation[], clockErrorMs = 0): QueueWorld {
  const world = new QueueWorld(clockErrorMs);
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

  it('settles every event that is not to blame, and rejects the others, where batches are refused as a whole', () => {
    const events = fc.array(fc.boolean(), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(events, fc.constantFrom('platform/invalid-input', 'platform/too-large'), (isBad, code) => {
        const { state, calls } = sentWhere(isBad, code);
        const culprits = isBad.filter(Boolean).length;
        const waits = state.entries.map(({ seq }) => isBad[seq - 1]);
        assert.ok(waits.every(Boolean), 'only a culprit waits');
        if (culprits < isBad.length)
          assert.equal(waits.length, 0, 'and that only where nothing else was ever credited');
        for (const { key, state: outcome } of state.settled) {
          assert.equal(outcome, isBad[Number(key)] ? 'REJECTED' : 'SYNCED', key);
        }
        assert.ok(calls <= 2 + culprits * 24 + waits.length * 40, `${calls} calls for ${culprits} of ${isBad.length}`);
      }),
      { numRuns: 300 },
    );
  });

  it('has them credited though the clock says 1970, and is put right before the first answer, running or off', () => {
    const before = fc.array(fc.oneof(recording, passing, fc.constant({ do: 'crash' as const })), { maxLength: 20 });
    fc.assert(
      fc.property(before, fc.constantFrom('setClock', 'setWhileOff'), (history, how) => {
        const world = lived(history, 3 * 3_600_000 - 1_800_000_000_000);
        world.run({ do: how, minutes: 0 });
        world.settleAll();
        assert.deepEqual(world.credits.toSorted(), world.accepted.toSorted());
        assertApart(world);
      }),
      { numRuns: 500 },
    );
  });

  it('lets no two games overlap, however often its clock is set back while it runs', () => {
    const quiet = fc.oneof(
      recording,
      fc.constantFrom({ do: 'arrive' as const }, { do: 'answer' as const }, { do: 'crash' as const }),
      fc.record({ do: fc.constant('flush' as const), reason: fc.constant('demand' as const) }),
      fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 90 }) }),
    );
    const rounds = fc.array(fc.tuple(fc.array(quiet, { maxLength: 12 }), fc.integer({ min: 1, max: DAY })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(rounds, (history) => {
        const world = new QueueWorld();
        world.isPunctual = true;
        let minutes = 0;
        for (const [operations, back] of history) {
          for (const one of operations) world.run(one);
          minutes -= back;
          world.run({ do: 'setClock', minutes });
        }
        world.settleAll();
        assertApart(world);
      }),
      { numRuns: 500 },
    );
  });
});

/** A server that refuses each batch with a bad event in it; the device asks until nothing is left or it has asked enough. */
function sentWhere(isBad: readonly boolean[], code: string): { readonly state: QueueState; readonly calls: number } {
  let nowMs = 1_800_000_000_000;
  let state = EMPTY_QUEUE;
  for (const at of isBad.keys()) {
    ({ state } = step(state, { input: 'record', key: String(at), type: 'SPIN_CLAIMED', metadata: {}, nowMs }));
  }
  const most = isBad.length * 40;
  for (let calls = 0; ; calls += 1) {
    if (state.entries.length === 0 || calls === most) return { state, calls };
    nowMs += 3_700_000;
    const flushed = step(state, { input: 'flush', reason: 'demand', nowMs, batchId: String(calls) });
    const batchId = flushed.state.batch?.id ?? '';
    const sent = flushed.effects.flatMap((one) => (one.effect === 'send' ? one.events : []));
    const refused = { retryable: false, doubtful: false, retryAfterSeconds: 0, nowMs, random: 0.5 };
    const results = sent.map(() => ({ status: 'credited' as const, coins: 1 }));
    const times = { serverTime: nowMs, midwayMs: nowMs, nowMs };
    ({ state } = sent.some(({ idempotencyKey }) => isBad[Number(idempotencyKey)])
      ? step(flushed.state, { input: 'failed', batchId, code, ...refused })
      : step(flushed.state, { input: 'answered', batchId, results, ...times, retryable: [], random: 0.5 }));
  }
}

/** Games that overlap are scored as implausible. */
function assertApart(world: QueueWorld): void {
  const sent = [...world.sentAs.values()];
  for (const [at, occurredAt] of sent.entries()) {
    const next = sent[at + 1] ?? Number.POSITIVE_INFINITY;
    assert.ok(next - occurredAt >= GAME_MS, `${next - occurredAt} ms apart`);
  }
}
