import assert from 'node:assert/strict';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { spinPrize, streakPrize } from '../../../functions/src/events/pricingRules.ts';
import { DAY_MS, dayStartMs, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { hmacSha256 } from '../../../functions/src/platform/crypto/crypto.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { type Player, world } from '../../support/world.ts';
import { games, type WireEvent, wins, wire, yesterday } from './wireEvents.ts';

const send = (player: Player, events: readonly unknown[]) => player.call('batchEvents', { events });

async function stored(path: string): Promise<Record<string, any>> {
  return (await (await adminFirestore()).doc(path).get()).data() ?? {};
}

/** What makes another event pass for this one. */
function pick({ idempotencyKey, occurredAt }: WireEvent) {
  return { idempotencyKey, occurredAt };
}

async function accepted(player: Player, events: readonly unknown[]): Promise<Record<string, any>> {
  const { result, error } = await send(player, events);
  assert.equal(error, undefined);
  return result;
}

describe('batchEvents', function () {
  this.timeout(60_000);

  it('credits fifty offline games once, and the second send nothing', async () => {
    const player = await world.player();
    const events = games(50);
    const first = await accepted(player, events);
    assert.deepEqual(
      first.results.map((result: any) => result.idempotencyKey),
      events.map((one) => one.idempotencyKey),
    );
    assert.deepEqual([first.processed, first.duplicates, first.rejected], [50, 0, 0]);
    assert.equal(first.deltaCoins, 170);
    assert.deepEqual(first.stats, { GAME_WON: 17, GAME_LOST: 33 });
    assert.deepEqual(first.balances.coins, { available: 170, locked: 0 });
    assert.equal(first.version, 1);
    const ledger = await player.ledger();
    const second = await accepted(player, events);
    assert.deepEqual([second.processed, second.duplicates, second.deltaCoins, second.version], [0, 50, 0, 1]);
    const duplicates = first.results.map((result: any) => ({ ...result, status: 'duplicate' }));
    assert.deepEqual(second.results, duplicates, 'with the same coins');
    assert.deepEqual(await player.ledger(), ledger);
  });

  it('prices every kind of event, spins by the player’s own seed', async () => {
    const player = await world.player();
    const { spinSeeds } = await player.stored();
    const at = (hour: number) => ({ occurredAt: dayStartMs(yesterday()) + hour * HOUR_MS });
    const kinds = ['GAME_WON', 'GAME_LOST', 'AD_WATCHED', 'STREAK_CLAIMED', 'SPIN_CLAIMED', 'SPIN_CLAIMED'] as const;
    const { results, stats, deltaCoins } = await accepted(
      player,
      kinds.map((type, hour) => wire(type, at(hour + 1))),
    );
    const { events } = defaultEconomyConfig;
    const spin = (index: number) => spinPrize(events, hmacSha256(spinSeeds[0].seed, `${yesterday()}:${index}`));
    const expected = [10, 0, 5, streakPrize(events, 1), spin(0), spin(1)];
    assert.deepEqual(
      results.map(({ coins }: any) => coins),
      expected,
    );
    assert.deepEqual(stats, { GAME_WON: 1, GAME_LOST: 1, AD_WATCHED: 1, STREAK_CLAIMED: 1, SPIN_CLAIMED: 2 });
    assert.equal(
      deltaCoins,
      expected.reduce((sum, coins) => sum + coins, 0),
    );
  });

  it('never credits what a client expected, and tells where it differs', async () => {
    const player = await world.player();
    const occurredAt = Date.now() - HOUR_MS;
    const [wrong, right] = [1_000_000, 5].map((expectedCoins) => wire('AD_WATCHED', { occurredAt, expectedCoins }));
    const { results, balances } = await accepted(player, [wrong, right]);
    assert.deepEqual([results[0].coins, results[0].expectedCoins], [5, 1_000_000]);
    assert.ok(!('expectedCoins' in results[1]));
    assert.equal(balances.coins.available, 10);
  });

  it('answers each bad event by itself, in its place, and credits the others', async () => {
    const player = await world.player();
    const at = { occurredAt: dayStartMs(yesterday()) + 12 * HOUR_MS };
    const played = (durationSeconds: number) => ({ ...at, metadata: { gameName: 'go', durationSeconds } });
    const later = { occurredAt: at.occurredAt + 1_000 };
    const cases: [unknown, string | undefined][] = [
      [null, 'events/invalid'],
      [{ ...wire('AD_WATCHED'), surprise: 1 }, 'events/invalid'],
      [{ ...wire('GAME_WON'), type: 'GAME_DRAWN' }, 'events/invalid'],
      [wire('GAME_WON', { ...played(1), occurredAt: Date.now() - 8 * DAY_MS }), 'events/outside-window'],
      [wire('AD_WATCHED', { occurredAt: Date.now() + HOUR_MS }), 'events/outside-window'],
      [wire('AD_WATCHED', { occurredAt: Date.now() - 3 * DAY_MS }), 'events/before-account'],
      [wire('GAME_WON', played(4)), 'events/too-short'],
      [wire('GAME_LOST', played(3_600)), undefined],
      [wire('GAME_WON', { ...played(3_000), ...later }), 'events/implausible'],
      [wire('STREAK_CLAIMED', at), undefined],
      [wire('STREAK_CLAIMED', later), 'events/daily-limit'],
      [wire('AD_WATCHED', at), undefined],
    ];
    const { results, processed, rejected } = await accepted(
      player,
      cases.map(([event]) => event),
    );
    assert.deepEqual(
      results.map(({ code }: any) => code),
      cases.map(([, code]) => code),
    );
    assert.deepEqual([processed, rejected], [3, 9]);
  });

  it('gives a new account nothing for the week before it', async () => {
    const player = await world.player({ daysOld: 0 });
    const days = [1, 2, 3, 4, 5, 6].map((daysAgo) => yesterday(daysAgo));
    const week = days.flatMap((day) => {
      const occurredAt = dayStartMs(day) + 12 * HOUR_MS;
      return [...wins(60, day), wire('STREAK_CLAIMED', { occurredAt }), wire('SPIN_CLAIMED', { occurredAt })];
    });
    const { results, rejected, version } = await accepted(player, week);
    assert.deepEqual([rejected, version], [week.length, 0]);
    assert.ok(results.every(({ code }: any) => code === 'events/before-account'));
    const { stats, streak } = await player.stored();
    assert.deepEqual([stats.coinsEarned, streak.days], [0, 0]);
    assert.deepEqual((await (await adminFirestore()).collection(`users/${player.uid}/days`).get()).docs, []);
  });

  it('takes no streak claim for a day before the last one', async () => {
    const player = await world.player({ daysOld: 8 });
    const claim = async (daysAgo: number) =>
      (await accepted(player, [wire('STREAK_CLAIMED', { occurredAt: Date.now() - daysAgo * DAY_MS })])).results[0];
    assert.equal((await claim(1)).status, 'credited');
    assert.equal((await claim(2)).code, 'events/streak-order');
  });

  it('takes one type of event for each key', async () => {
    const player = await world.player();
    const won = wire('GAME_WON');
    const { results, deltaCoins } = await accepted(player, [won, { ...won, type: 'GAME_LOST' }, won]);
    assert.deepEqual(
      results.map(({ status, code }: any) => code ?? status),
      ['credited', 'idempotency/key-reused', 'duplicate'],
    );
    const again = await accepted(player, [
      { ...wire('AD_WATCHED'), ...pick(won) },
      { ...won, type: 'GAME_LOST' },
    ]);
    assert.deepEqual(
      again.results.map(({ code }: any) => code),
      ['idempotency/key-reused', 'idempotency/key-reused'],
    );
    assert.deepEqual([deltaCoins, again.deltaCoins], [10, 0]);
  });

  it('calls the second of equals in one batch a duplicate', async () => {
    const player = await world.player();
    const one = wire('AD_WATCHED');
    const { results, deltaCoins } = await accepted(player, [one, one]);
    assert.deepEqual(
      results.map(({ status }: any) => status),
      ['credited', 'duplicate'],
    );
    assert.equal(deltaCoins, 5);
  });

  it('keeps each day on its own page, and the month’s totals of them all', async () => {
    const player = await world.player({ daysOld: 8 });
    const days = [1, 2, 3].map((daysAgo) => yesterday(daysAgo));
    const { version, deltaCoins } = await accepted(
      player,
      days.flatMap((day) => wins(2, day)),
    );
    assert.deepEqual([version, deltaCoins], [3, 60]);
    for (const day of days) {
      const { stats, postings, date } = await stored(`users/${player.uid}/days/${day}`);
      assert.deepEqual([date, stats.coinsEarned, stats.gamesPlayed, postings.length], [day, 20, 2, 1]);
    }
    await runSchedule('sweepOutbox', Date.now() + HOUR_MS);
    const byMonth = Map.groupBy(days, (day) => day.slice(0, 7));
    for (const [month, its] of byMonth) {
      const { coinsEarned, gamesPlayed, adsWatched, spinsUsed } = await stored(
        `users/${player.uid}/monthlyStats/${month}`,
      );
      assert.deepEqual([coinsEarned, gamesPlayed, adsWatched, spinsUsed], [20 * its.length, 2 * its.length, 0, 0]);
    }
    const { stats, balances } = await player.stored();
    assert.deepEqual([stats.coinsEarned, stats.gamesWon, balances.coins.available], [60, 6, 60]);
  });

  it('shows today’s counters on the player, and older days’ not', async () => {
    const player = await world.player();
    await accepted(player, [wire('AD_WATCHED'), ...wins(1)]);
    const { today } = await player.stored();
    assert.deepEqual([today.adsWatched, today.gamesWon, today.coinsEarned], [1, 0, 5]);
  });

  it('credits each event once when overlapping batches are sent at once', async () => {
    const player = await world.player();
    const events = wins(60);
    const batches = Array.from({ length: 5 }, (_, at) => [...events, ...events].slice(at * 10, at * 10 + 40));
    const answers = await Promise.all(batches.map((batch) => accepted(player, batch)));
    const sent = new Set(batches.flat().map(({ idempotencyKey }: WireEvent) => idempotencyKey)).size;
    assert.equal(
      answers.reduce((sum, { processed }) => sum + processed, 0),
      sent,
    );
    assert.equal((await player.stored()).balances.coins.available, 10 * sent);
  });
});
