import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideMove } from '../../functions/src/devices/rules.ts';
import { DAY_MS } from '../../functions/src/kernel/time.ts';

const LIMITS = { maxChanges: 3, changeWindowDays: 30 };
const NOW_MS = Date.UTC(2026, 5, 15);
const free = { holder: null, current: 'old', changesMs: [] };
const wanted = { uid: 'me', deviceHash: 'new', nowMs: NOW_MS };

describe('a move to another device', () => {
  it('is refused before all else where somebody else holds the device', () => {
    const state = { holder: 'you', current: 'new', changesMs: [NOW_MS, NOW_MS, NOW_MS] };
    const refused = decideMove(state, wanted, LIMITS);
    assert.equal(refused.ok ? 'moved' : refused.error.code, 'devices/already-bound');
  });

  it('to the device that the account is on changes nothing, however often it moved', () => {
    const state = { holder: 'me', current: 'new', changesMs: [NOW_MS, NOW_MS, NOW_MS] };
    assert.deepEqual(decideMove(state, wanted, LIMITS), {
      ok: true,
      value: { unchanged: true, changesMs: state.changesMs },
    });
  });

  it('back to a device that nobody holds any more is a move like any other', () => {
    const moved = decideMove({ ...free, holder: 'me' }, wanted, LIMITS);
    assert.deepEqual(moved, { ok: true, value: { unchanged: false, changesMs: [NOW_MS] } });
  });

  it('frees a place exactly 30 days after the move that took it', () => {
    const changesMs = [NOW_MS - 30 * DAY_MS + 1, NOW_MS - DAY_MS, NOW_MS];
    const early = decideMove({ ...free, changesMs }, wanted, LIMITS);
    assert.deepEqual(early.ok || [early.error.code, early.facts], [
      'devices/too-many-changes',
      { retryAfterSeconds: 1 },
    ]);
    assert.equal(decideMove({ ...free, changesMs }, { ...wanted, nowMs: NOW_MS + 1 }, LIMITS).ok, true);
  });

  it('happens at most 3 times in any 30 days, and is allowed to whoever waited as told', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20 * DAY_MS }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 5 }), (steps, maxChanges) => {
        const limits = { ...LIMITS, maxChanges };
        const moves: number[] = [];
        let [nowMs, changesMs]: [number, readonly number[]] = [NOW_MS, []];
        for (const step of steps) {
          nowMs += step;
          const state = { ...free, changesMs };
          const move = decideMove(state, { ...wanted, nowMs }, limits);
          if (move.ok) {
            changesMs = move.value.changesMs;
            moves.push(nowMs);
          } else if (maxChanges > 0) {
            const laterMs = nowMs + Number(move.facts.retryAfterSeconds) * 1_000;
            assert.equal(decideMove(state, { ...wanted, nowMs: laterMs }, limits).ok, true);
          }
        }
        for (const start of moves) {
          const within = moves.filter((instant) => instant >= start && instant < start + 30 * DAY_MS);
          assert.ok(within.length <= maxChanges);
        }
      }),
    );
  });

  it('remembers no more moves than the limit can ask about', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 * DAY_MS }), { maxLength: 20 }), (ages) => {
        const changesMs = ages.map((age) => NOW_MS - age).sort((left, right) => left - right);
        const move = decideMove({ ...free, changesMs }, wanted, LIMITS);
        if (move.ok) assert.ok(move.value.changesMs.length <= LIMITS.maxChanges);
      }),
    );
  });
});
