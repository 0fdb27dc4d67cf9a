import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Causes, consequenceOf } from '../../functions/src/fraud/standingRules.ts';
import { standingAt } from '../../functions/src/users/standingRules.ts';

const WORST = ['active', 'frozen', 'banned'];
const causes = fc.record({
  frozenBy: fc.subarray(['one', 'two']),
  imposed: fc.option(
    fc.record({
      standing: fc.constantFrom<'frozen' | 'banned'>('frozen', 'banned'),
      untilMs: fc.option(fc.nat(100), { nil: null }),
    }),
    { nil: null },
  ),
});

/** By the words of the rule: the worst that holds at that instant. */
function expected({ frozenBy, imposed }: Causes, atMs: number): string {
  const holding = ['active', ...frozenBy.map(() => 'frozen')];
  if (imposed !== null && (imposed.untilMs === null || atMs < imposed.untilMs)) holding.push(imposed.standing);
  return holding.toSorted((left, right) => WORST.indexOf(right) - WORST.indexOf(left))[0] ?? '';
}

describe('the standing of an account', () => {
  it('is the worst of what holds it, at every instant after it was written down, whether or not anybody looked since', () => {
    fc.assert(
      fc.property(causes, fc.nat(100), fc.nat(100), (given, writtenMs, laterMs) => {
        const stored = consequenceOf(given, writtenMs);
        const atMs = writtenMs + laterMs;
        assert.equal(standingAt(stored, atMs), expected(given, atMs));
      }),
    );
  });

  it('of somebody who is gone never comes back', () => {
    const gone = { status: 'deleted', standingUntil: 5, standingNext: 'active' } as const;
    assert.equal(standingAt(gone, 6), 'deleted');
  });
});
