import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DECISIONS, ENTRY_STATUSES } from '../../functions/src/fraud/contract.ts';
import {
  decideReview,
  type EntryStatus,
  type ReviewState,
  type Standing,
} from '../../functions/src/fraud/reviewRules.ts';

const OPEN: ReviewState = { logId: 'one', status: 'OPEN', standing: 'active', frozenBy: [] };

function decided(state: Partial<ReviewState>, decision: (typeof DECISIONS)[number]) {
  const reviewed = decideReview({ ...OPEN, ...state }, decision);
  return reviewed.ok ? [reviewed.value.status, reviewed.value.standing] : reviewed.error.code;
}

describe('a decision on an entry of the review queue', () => {
  it('clears, warns, freezes or bans', () => {
    assert.deepEqual(
      DECISIONS.map((decision) => decided({}, decision)),
      [
        ['CLEARED', 'active'],
        ['WARNED', 'active'],
        ['FROZEN', 'frozen'],
        ['BANNED', 'banned'],
      ],
    );
  });

  it('may follow a freeze, and nothing else', () => {
    for (const status of ENTRY_STATUSES) {
      for (const decision of DECISIONS) {
        const refused = decided({ status }, decision) === 'fraud/already-reviewed';
        assert.equal(refused, status !== 'OPEN' && status !== 'FROZEN', `${decision} after ${status}`);
      }
    }
  });

  it('that clears or warns a frozen player lets him go on', () => {
    const frozen = { status: 'FROZEN', standing: 'frozen', frozenBy: ['one'] } as const;
    assert.deepEqual(decided(frozen, 'clear'), ['CLEARED', 'active']);
    assert.deepEqual(decided(frozen, 'warn'), ['WARNED', 'active']);
  });

  it('never lifts a freeze that another entry asks for', () => {
    assert.deepEqual(decided({ standing: 'frozen', frozenBy: ['two'] }, 'clear'), ['CLEARED', 'frozen']);
    assert.deepEqual(decided({ status: 'FROZEN', standing: 'frozen', frozenBy: ['two', 'one'] }, 'warn'), [
      'WARNED',
      'frozen',
    ]);
  });

  it('never lifts a ban, brings back a deleted account or makes one where there is none', () => {
    const standing = fc.constantFrom<Standing | null>('banned', 'deleted', null);
    fc.assert(
      fc.property(
        standing,
        fc.constantFrom(...DECISIONS),
        fc.subarray(['one', 'two']),
        (before, decision, frozenBy) => {
          const reviewed = decideReview({ ...OPEN, standing: before, frozenBy }, decision);
          assert.equal(reviewed.ok && reviewed.value.standing, before);
        },
      ),
    );
  });

  it('leaves a player frozen exactly while an entry says so, and banned from the first that does', () => {
    const step = fc.tuple(fc.constantFrom('one', 'two', 'three'), fc.constantFrom(...DECISIONS));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const entries = new Map<string, EntryStatus>();
        let player: Pick<ReviewState, 'standing' | 'frozenBy'> = { standing: 'active', frozenBy: [] };
        for (const [logId, decision] of steps) {
          const reviewed = decideReview({ ...player, logId, status: entries.get(logId) ?? 'OPEN' }, decision);
          if (!reviewed.ok) continue;
          player = reviewed.value;
          entries.set(logId, reviewed.value.status);
        }
        const statuses = [...entries.values()];
        const [worst = 'active'] = [
          ...statuses.filter((status) => status === 'BANNED').map(() => 'banned'),
          ...statuses.filter((status) => status === 'FROZEN').map(() => 'frozen'),
        ];
        assert.equal(player.standing, worst);
      }),
    );
  });
});
