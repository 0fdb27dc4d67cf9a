import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DAY_MS } from '../../functions/src/kernel/time.ts';
import {
  addDone,
  type DoneAlone,
  decideSecondPerson,
  lapsesAtMs,
  ofLastDay,
} from '../../functions/src/staff/secondPersonRules.ts';

const ASK = { requestedBy: 'first', createdAt: 1_000 };
const codeOf = (second: string, nowMs: number) => {
  const decision = decideSecondPerson(ASK, second, nowMs);
  return decision.ok ? 'confirmed' : decision.error.code;
};

describe('what waits for a second person', () => {
  it('is confirmed by another one than the one who asked', () => {
    assert.equal(codeOf('second', 1_000), 'confirmed');
    assert.equal(codeOf('first', 1_000), 'staff/second-person-required');
  });

  it('lapses after seven days, for whoever comes', () => {
    assert.equal(lapsesAtMs(ASK), 1_000 + 7 * DAY_MS);
    assert.equal(codeOf('second', 1_000 + 7 * DAY_MS - 1), 'confirmed');
    for (const person of ['first', 'second']) assert.equal(codeOf(person, 1_000 + 7 * DAY_MS), 'staff/ask-lapsed');
  });
});

const done = fc.array(fc.record({ afterMs: fc.nat({ max: DAY_MS / 50 }), amount: fc.nat({ max: 1_000_000 }) }), {
  maxLength: 500,
});
const sum = (parts: readonly DoneAlone[]) => parts.reduce((total, { amount }) => total + amount, 0);

describe('what one person does alone', () => {
  it('is counted for 24 hours', () => {
    const parts = [{ atMs: 0, amount: 4 }];
    assert.equal(sum(ofLastDay(parts, DAY_MS - 1)), 4);
    assert.equal(sum(ofLastDay(parts, DAY_MS)), 0);
  });

  it('never comes to less than it was, however many small ones there are, and stays of a bounded size', () => {
    fc.assert(
      fc.property(done, (steps) => {
        let nowMs = 0;
        const all: DoneAlone[] = [];
        let kept: readonly DoneAlone[] = [];
        for (const { afterMs, amount } of steps) {
          nowMs += afterMs;
          all.push({ atMs: nowMs, amount });
          kept = addDone(ofLastDay(kept, nowMs), { atMs: nowMs, amount });
          assert.ok(sum(ofLastDay(kept, nowMs)) >= sum(ofLastDay(all, nowMs)));
          assert.ok(kept.length <= 200);
        }
        // Nobody waits for ever: a day later everything is forgotten.
        assert.equal(sum(ofLastDay(kept, nowMs + DAY_MS)), 0);
      }),
    );
  });
});
