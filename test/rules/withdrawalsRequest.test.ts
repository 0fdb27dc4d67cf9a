import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import type { Decision } from '../../functions/src/kernel/decision.ts';
import { DAY_MS, HOUR_MS, utcDay } from '../../functions/src/kernel/time.ts';
import { decideAmount, decideRequest, type RequestState } from '../../functions/src/withdrawals/rules.ts';

const { withdrawals: CONFIG } = defaultEconomyConfig;
const NOON_MS = Date.UTC(2026, 5, 15, 12);
const SOUND: RequestState = { amount: 500, available: 500, lastRequestMs: null, gamesWon: 10, adsWatched: 50 };

function codeOf(decision: Decision<unknown>): string {
  return decision.ok ? 'ok' : decision.error.code;
}

const request = (state: Partial<RequestState>, nowMs = NOON_MS) => decideRequest({ ...SOUND, ...state }, nowMs, CONFIG);

describe('a request to withdraw', () => {
  it('is of 500 to 100,000 coins, both included', () => {
    const codes = [499, 500, 100_000, 100_001].map((amount) => codeOf(decideAmount(amount, CONFIG)));
    const refused = 'withdrawals/amount-out-of-range';
    assert.deepEqual(codes, [refused, 'ok', 'ok', refused]);
  });

  /** Each row breaks one rule more than the next; the first broken one is told. */
  const DESCENDING: readonly (readonly [string, Partial<RequestState>])[] = [
    ['withdrawals/insufficient-balance', { available: 499 }],
    ['withdrawals/too-soon', { lastRequestMs: NOON_MS - HOUR_MS }],
    ['withdrawals/not-active-enough', { gamesWon: 9, adsWatched: 49 }],
  ];
  for (const [at, [code]] of DESCENDING.entries()) {
    it(`is refused with ${code} before whatever comes after`, () => {
      const broken = Object.assign({}, ...DESCENDING.slice(at).map(([, breaks]) => breaks));
      assert.equal(codeOf(request(broken)), code);
    });
  }

  it('passes only where no rule is broken, and is told the first that is', () => {
    const broken = fc.subarray([...DESCENDING]);
    fc.assert(
      fc.property(broken, (rows) => {
        const state = Object.assign({}, ...rows.map(([, breaks]) => breaks));
        assert.equal(codeOf(request(state)), rows[0]?.[0] ?? 'ok');
      }),
    );
  });

  it('needs 10 wins and 50 ads, and says how many are missing', () => {
    assert.equal(codeOf(request({ gamesWon: 10, adsWatched: 50 })), 'ok');
    const refused = request({ gamesWon: 3, adsWatched: 50 });
    assert.deepEqual(refused.ok || refused.facts, { winsMissing: 7, adsMissing: 0 });
    assert.equal(codeOf(request({ gamesWon: 10, adsWatched: 49 })), 'withdrawals/not-active-enough');
  });

  it('comes again exactly 24 hours after the last, and not a millisecond before', () => {
    assert.equal(codeOf(request({ lastRequestMs: NOON_MS - DAY_MS })), 'ok');
    const early = request({ lastRequestMs: NOON_MS - DAY_MS + 1 });
    assert.deepEqual(early.ok || early.facts, { retryAfterSeconds: 1 });
  });

  it('never comes twice in 24 hours or on one UTC day, and is allowed to whoever waited as told', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2 * DAY_MS }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(gaps, (steps) => {
        const taken: number[] = [];
        let nowMs = NOON_MS;
        for (const step of steps) {
          nowMs += step;
          const lastRequestMs = taken.at(-1) ?? null;
          const decision = request({ lastRequestMs }, nowMs);
          if (decision.ok) taken.push(nowMs);
          else {
            const laterMs = nowMs + Number(decision.facts.retryAfterSeconds) * 1_000;
            assert.equal(codeOf(request({ lastRequestMs }, laterMs)), 'ok');
          }
        }
        assert.equal(new Set(taken.map(utcDay)).size, taken.length);
        for (const [at, instant] of taken.entries()) assert.ok(at === 0 || instant - (taken[at - 1] ?? 0) >= DAY_MS);
      }),
    );
  });
});
