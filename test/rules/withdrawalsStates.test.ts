import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { STATUSES } from '../../functions/src/withdrawals/contract.ts';
import {
  type Action,
  addApproval,
  approvalsNeeded,
  nextStatus,
  type Status,
} from '../../functions/src/withdrawals/rules.ts';

const { withdrawals: CONFIG } = defaultEconomyConfig;
const ACTIONS: readonly Action[] = ['approve', 'reject', 'cancel', 'complete', 'fail'];

/** The whole machine: a row a state, a column an action, a dash where the step is illegal. */
const MACHINE = `
              approve   reject    cancel     complete   fail
  PENDING     APPROVED  REJECTED  CANCELLED  -          -
  APPROVED    -         -         -          COMPLETED  FAILED
  COMPLETED   -         -         -          -          -
  REJECTED    -         -         -          -          -
  FAILED      -         -         -          -          -
  CANCELLED   -         -         -          -          -
`;

const [HEADER = [], ...ROWS] = MACHINE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('the states of a withdrawal', () => {
  it('are all in the table', () => {
    assert.deepEqual(HEADER, ACTIONS);
    assert.deepEqual(
      ROWS.map(([from]) => from),
      STATUSES,
    );
  });

  for (const [from, ...cells] of ROWS) {
    for (const [at, to] of cells.entries()) {
      const action = ACTIONS[at];
      it(`${from}: ${action} ${to === '-' ? 'is refused' : `leads to ${to}`}`, () => {
        const status = STATUSES.find((one) => one === from);
        assert.ok(status !== undefined && action !== undefined);
        const decision = nextStatus(status, action);
        if (to !== '-') assert.deepEqual(decision, { ok: true, value: to });
        else
          assert.deepEqual(decision.ok || [decision.error.code, decision.facts], [
            'withdrawals/wrong-state',
            { status },
          ]);
      });
    }
  }

  it('move money out or back exactly once on every path, and then never move again', () => {
    const final: readonly Status[] = ['COMPLETED', 'REJECTED', 'FAILED', 'CANCELLED'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 12 }), (actions) => {
        let status: Status = 'PENDING';
        let resolved = 0;
        for (const action of actions) {
          const decision = nextStatus(status, action);
          if (!decision.ok) continue;
          assert.ok(!final.includes(status), `${status} moved on`);
          status = decision.value;
          if (final.includes(status)) resolved += 1;
        }
        assert.equal(resolved, final.includes(status) ? 1 : 0);
      }),
    );
  });
});

describe('the approval of a withdrawal', () => {
  it('takes one person below 50,000 coins and two from there on', () => {
    assert.deepEqual(
      [500, 49_999, 50_000, 100_000].map((amount) => approvalsNeeded(amount, CONFIG)),
      [1, 1, 2, 2],
    );
  });

  it('counts different people only, whatever the order in which they come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('ann', 'bob', 'eve'), { maxLength: 10 }), (reviewers) => {
        let approvals: readonly string[] = [];
        for (const reviewer of reviewers) {
          const decision = addApproval(approvals, reviewer);
          assert.equal(decision.ok, !approvals.includes(reviewer));
          if (decision.ok) approvals = decision.value;
        }
        assert.deepEqual([...approvals].sort(), [...new Set(reviewers)].sort());
      }),
    );
  });
});
