import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addGame, NO_PLAY, type PlayTime } from '../../functions/src/events/plausibilityRules.ts';
import { DAY_MS, dayStartMs, MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { event, run } from './eventsBatches.ts';

const DAY = '2026-03-15';
const START = dayStartMs(DAY);
const ANY_SLACK = Number.POSITIVE_INFINITY;

type Game = { endMs: number; durationMs: number };
const anyGame = fc.record({
  endMs: fc.integer({ min: START, max: START + DAY_MS - 1 }),
  durationMs: fc.integer({ min: 0, max: DAY_MS }),
});

function play(games: readonly Game[]): PlayTime {
  let played: PlayTime | undefined = NO_PLAY;
  for (const game of games) played = played && addGame(played, DAY, game, ANY_SLACK);
  assert.ok(played !== undefined);
  return played;
}

/** How much of each minute all games together claim, counted without cleverness. */
function claimedByMinute(games: readonly Game[]): number[] {
  return Array.from({ length: 1_440 }, (_, minute) => {
    const from = START + minute * MINUTE_MS;
    return games.reduce((sum, { endMs, durationMs }) => {
      const overlap = Math.min(endMs, from + MINUTE_MS) - Math.max(endMs - durationMs, from);
      return sum + Math.max(0, overlap);
    }, 0);
  });
}

describe('plausibility of play', () => {
  it('accepts games that do not overlap, however many, with no slack at all', () => {
    const anyLengths = fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyLengths, fc.integer({ min: 0, max: MINUTE_MS }), (lengths, gapMs) => {
        let played: PlayTime | undefined = NO_PLAY;
        let endMs = START;
        for (const durationMs of lengths) {
          endMs += durationMs + gapMs;
          if (endMs >= START + DAY_MS) break;
          played = addGame(played, DAY, { endMs, durationMs }, 0);
          assert.ok(played !== undefined && played.overlapMs === 0);
        }
      }),
    );
  });

  it('counts as overlap what a minute cannot hold, as a naive count does', () => {
    fc.assert(
      fc.property(fc.array(anyGame, { maxLength: 8 }), (games) => {
        const claimed = claimedByMinute(games);
        const { minutes, overlapMs } = play(games);
        assert.equal(
          overlapMs,
          claimed.reduce((sum, ms) => sum + Math.max(0, ms - MINUTE_MS), 0),
        );
        if (games.length > 0)
          assert.deepEqual(
            [...minutes],
            claimed.map((ms) => Math.min(ms, MINUTE_MS)),
          );
      }),
    );
  });

  it('does not depend on the order of the games', () => {
    fc.assert(
      fc.property(fc.array(anyGame, { minLength: 2, maxLength: 6 }), (games) => {
        assert.deepEqual(play([...games].reverse()), play(games));
      }),
    );
  });

  it('admits overlap up to the slack, and not a millisecond more', () => {
    const hour = { endMs: START + 60 * MINUTE_MS, durationMs: 60 * MINUTE_MS };
    const once = play([hour]);
    assert.equal(addGame(once, DAY, hour, 60 * MINUTE_MS)?.overlapMs, 60 * MINUTE_MS);
    assert.equal(addGame(once, DAY, hour, 60 * MINUTE_MS - 1), undefined);
  });

  it('adds up the overlap of a whole day, over batches', () => {
    const at = START + 10 * 60 * MINUTE_MS;
    const again = () => event('GAME_LOST', { at, seconds: 300 });
    const { results } = run([[again()], [again()], [again()], [again()]]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['credited', 'credited', 'credited', 'rejected'],
      'one game and 600 s of overlap',
    );
  });

  it('looks only at the part of a game on its own day', () => {
    const late = { endMs: START + 1_000, durationMs: 3_600_000 };
    assert.equal(
      play([late]).minutes.reduce((sum, ms) => sum + ms, 0),
      1_000,
    );
    assert.equal(
      play([{ endMs: START, durationMs: DAY_MS }]).minutes.reduce((sum, ms) => sum + ms, 0),
      0,
    );
  });
});
