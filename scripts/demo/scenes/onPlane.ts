import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createEarnPlay, type Game } from '../../../client/src/index.ts';
import { fileStorage } from '../../../client/src/node.ts';
import type { Phone } from '../phone.ts';
import { result, tell } from '../tell.ts';
import { until } from '../until.ts';
import { collect, shows, sum } from '../watch.ts';

/** Quick rounds, one a second by the device's clock: what two thumbs can do, and within what the server finds plausible. */
const ROUND_EVERY_MS = 1_000;
const ROUND_SECONDS = 5;
const GAMES = 50;
const A_WEEK_SECONDS = 7 * 24 * 60 * 60;
const COINS_A_WIN = 10;
const ALL_COINS = GAMES * COINS_A_WIN;

/** A player of the story: the game, whose disk outlives it, and a clock that the story may turn back. */
export interface Playing {
  readonly phone: Phone;
  readonly game: Game;
  readonly clock: { nowMs: number };
  readonly referralCode: string;
  readonly uid: string;
}

/** Plays offline, syncs once, sees the coins, crashes, syncs again and gets nothing twice. */
export async function onPlane(phone: Phone): Promise<Playing> {
  const disk = join(phone.disk, 'disk');
  const backup = join(phone.disk, 'disk-before-the-crash');
  // The story begins a little ago, so that the last round ends just now.
  const clock = { nowMs: Date.now() - GAMES * ROUND_EVERY_MS };
  const game = createEarnPlay(phone.app, { storage: fileStorage(disk), now: () => clock.nowMs });
  const { uid, referralCode } = await opening(game);

  tell(`The player loses the network and wins ${GAMES} quick rounds of tic-tac-toe.`);
  await winOffline(game, clock, GAMES - 1);
  await until(`${game.queue.value.pending} events wait`, () => game.queue.value.pending === GAMES - 1);
  await until('the screen shows the pending coins', () => game.balance.value.coins === ALL_COINS - COINS_A_WIN);
  result(
    `${GAMES - 1} events are safe on the device; the screen shows ${game.balance.value.coins} coins, all of them pending.`,
  );
  await cp(disk, backup, { recursive: true });

  await sync(game, clock);
  await game.close();
  const again = await resend(phone, backup, clock);
  await cheat(again);
  return { phone, game: again, clock, referralCode, uid };
}

async function opening(game: Game): Promise<{ readonly uid: string; readonly referralCode: string }> {
  tell('A player opens the game, signs in as a guest and gets an account, bound to this device.');
  const account = await game.signUp({ country: 'NL' });
  assert.equal(account.balances.coins.available, 0, 'a new account has no coins');
  await game.flush();
  result(`Player ${account.uid}, referral code ${account.referralCode}, no coins yet.`);
  return account;
}

async function sync(game: Game, clock: { nowMs: number }): Promise<void> {
  tell(`Win number ${GAMES} fills the batch, and everything goes out in one call.`);
  const settled = collect(game);
  await winOffline(game, clock, 1);
  await until('all events are settled', () => settled.length === GAMES);
  assert.ok(
    settled.every(({ state, duplicate }) => state === 'SYNCED' && !duplicate),
    `all ${GAMES} events are credited`,
  );
  result(`${settled.length} events credited, ${sum(settled)} coins.`);

  tell('The balance on the screen follows by itself, through a Firestore listener.');
  await until('nothing is pending any more', () => shows(game, ALL_COINS));
  result(
    `${game.balance.value.confirmed.coins.available} coins confirmed, wallet version ${game.balance.value.version}.`,
  );
}

async function resend(phone: Phone, backup: string, clock: { nowMs: number }): Promise<Game> {
  tell('The phone crashes and comes back with its disk from before the answer: it sends the same events again.');
  clock.nowMs = Date.now();
  // Its clock jumps by days later on: what waits must not be due by that, while it is still on its trip.
  const again = createEarnPlay(phone.app, {
    ...{ storage: fileStorage(backup), now: () => clock.nowMs },
    flushSeconds: A_WEEK_SECONDS,
  });
  const resent = collect(again);
  await again.flush();
  await until('all of them are settled', () => resent.length === GAMES - 1);
  assert.ok(
    resent.every(({ duplicate }) => duplicate),
    'every event is recognised',
  );
  await until('the balance is as it was', () => shows(again, ALL_COINS));
  assert.equal(again.balance.value.version, 1, 'the wallet has not moved');
  result(`${resent.length} recognised as duplicates, nothing credited twice: still ${ALL_COINS} coins at version 1.`);
  return again;
}

async function cheat(game: Game): Promise<void> {
  tell('A cheat calls the function directly and claims a million coins for one more game.');
  const forged = await game.call.batchEvents({ events: [greedyWin()] });
  assert.equal(forged.deltaCoins, COINS_A_WIN, 'the server prices every event');
  await until('the listener tells', () => shows(game, ALL_COINS + COINS_A_WIN));
  result(`The server pays its own price, ${forged.deltaCoins} coins, and reports the difference.`);
}

async function winOffline(game: Game, clock: { nowMs: number }, count: number): Promise<void> {
  for (let won = 0; won < count; won += 1) {
    clock.nowMs += ROUND_EVERY_MS;
    await game.record('GAME_WON', { gameName: 'tic-tac-toe', durationSeconds: ROUND_SECONDS });
  }
}

function greedyWin() {
  return {
    idempotencyKey: crypto.randomUUID(),
    type: 'GAME_WON',
    occurredAt: Date.now(),
    expectedCoins: 1_000_000,
    metadata: { gameName: 'chess', durationSeconds: 5 },
  } as const;
}
