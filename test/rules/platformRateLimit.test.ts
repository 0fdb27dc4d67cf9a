import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { verdictOf } from '../../functions/src/platform/limits/rateLimit.ts';
import { admitLocally, giveBackLocally } from '../../functions/src/platform/limits/rateLimitLocal.ts';

const WINDOW_MS = 1_000;
const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
const limits = fc.integer({ min: 1, max: 6 });

/** Instants from gaps: time only goes on, several calls may share an instant. */
function instantsOf(steps: readonly number[]): number[] {
  let nowMs = 1_000_000;
  return steps.map((step) => {
    nowMs += step;
    return nowMs;
  });
}

describe('the process-local rate limiter', () => {
  it('admits at most the limit in any window, wherever the window begins', () => {
    fc.assert(
      fc.property(gaps, limits, (steps, limit) => {
        const key = randomUUID();
        const admitted = instantsOf(steps).filter((now) => admitLocally([{ key, limit }], WINDOW_MS, now).admitted);
        for (const start of admitted) {
          const within = admitted.filter((instant) => instant >= start && instant < start + WINDOW_MS);
          assert.ok(within.length <= limit, `${within.length} admitted within one window of ${limit}`);
        }
      }),
    );
  });

  it('refuses only where the window is full', () => {
    fc.assert(
      fc.property(gaps, limits, (steps, limit) => {
        const key = randomUUID();
        const admitted: number[] = [];
        for (const now of instantsOf(steps)) {
          const live = admitted.filter((instant) => instant > now - WINDOW_MS).length;
          const verdict = admitLocally([{ key, limit }], WINDOW_MS, now);
          assert.equal(verdict.admitted, live < limit);
          if (verdict.admitted) admitted.push(now);
        }
      }),
    );
  });

  it('does not count a refused call on any of its keys', () => {
    const [full, free] = [randomUUID(), randomUUID()];
    admitLocally([{ key: full, limit: 1 }], WINDOW_MS, 1_000);
    const both = [
      { key: full, limit: 1 },
      { key: free, limit: 1 },
    ];
    assert.equal(admitLocally(both, WINDOW_MS, 1_001).admitted, false);
    assert.equal(admitLocally([{ key: free, limit: 1 }], WINDOW_MS, 1_002).admitted, true);
  });

  it('admits one more for each call that gave its place back, and none for another', () => {
    const rules = [
      { key: randomUUID(), limit: 2 },
      { key: randomUUID(), limit: 3 },
    ];
    const admitted = (nowMs: number) => admitLocally(rules, WINDOW_MS, nowMs).admitted;
    assert.deepEqual([1_000, 1_000, 1_001].map(admitted), [true, true, false]);
    giveBackLocally(rules, 1_000);
    assert.deepEqual([1_002, 1_003].map(admitted), [true, false]);
    giveBackLocally(rules, 999);
    assert.equal(admitted(1_004), false);
  });

  it('admits whoever has waited as long as told, whichever of the keys was full', () => {
    const limit = fc.integer({ min: 1, max: 4 });
    const calls = fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.constantFrom('uid', 'ip', 'both')), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(calls, limit, limit, fc.integer({ min: 0, max: 3 }), (steps, perUid, perIp, lowered) => {
        const rules = [
          { key: `uid:${randomUUID()}`, limit: perUid },
          { key: `ip:${randomUUID()}`, limit: perIp },
        ];
        let nowMs = 1_000_000;
        for (const [step, who] of steps) {
          nowMs += step;
          const asked = rules.filter(({ key }) => who === 'both' || key.startsWith(who));
          verdictOf(asked, admitLocally(asked, 60_000, nowMs));
        }
        // A studio may lower a limit while windows are fuller than it now allows.
        const now = rules.map((rule) => ({ ...rule, limit: Math.max(1, rule.limit - lowered) }));
        const verdict = verdictOf(now, admitLocally(now, 60_000, nowMs));
        if (verdict.admitted) return;
        const laterMs = nowMs + verdict.retryAfterSeconds * 1_000;
        assert.equal(admitLocally(now, 60_000, laterMs).admitted, true);
      }),
    );
  });

  it('keeps a bounded number of keys and forgets the longest unused first', () => {
    const [old, used] = [randomUUID(), randomUUID()];
    admitLocally([{ key: old, limit: 1 }], WINDOW_MS, 1_000);
    for (let index = 0; index < 10_001; index += 1) {
      if (index === 9_000) admitLocally([{ key: used, limit: 1 }], WINDOW_MS, 1_000);
      admitLocally([{ key: randomUUID(), limit: 1 }], WINDOW_MS, 1_000);
    }
    assert.equal(admitLocally([{ key: used, limit: 1 }], WINDOW_MS, 1_001).admitted, false);
    assert.equal(admitLocally([{ key: old, limit: 1 }], WINDOW_MS, 1_001).admitted, true);
  });
});
