import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteApp, type FirebaseApp } from 'firebase/app';
import { getFirestore, terminate } from 'firebase/firestore';
import { createEarnPlay, type Game, type SettledEvent } from '../../client/src/index.ts';
import { fileStorage } from '../../client/src/node.ts';
import { connectedApp } from './connectedApp.ts';
import { until } from './until.ts';

/** Quick rounds, one a second by the device's clock: what two thumbs can do, and within what the server finds plausible. */
const ROUND_EVERY_MS = 1_000;
const ROUND_SECONDS = 5;
const GAMES = 50;
const COINS_A_WIN = 10;
const ALL_COINS = GAMES * COINS_A_WIN;

/** The product's promise as a story: play offline, sync once, see the coins, crash, sync again, get nothing twice. */
export async function runStory(): Promise<number> {
  const app = connectedApp();
  const phone = await mkdtemp(join(tmpdir(), 'earnplay-demo-'));
  try {
    await play(app, phone);
    console.log('\nEvery step was as promised.');
    return 0;
  } catch (error) {
    console.error(`\n✖ Not as promised: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await terminate(getFirestore(app));
    await deleteApp(app);
    await rm(phone, { recursive: true, force: true });
  }
}

async function play(app: FirebaseApp, phone: string): Promise<void> {
  const disk = join(phone, 'disk');
  const backup = join(phone, 'disk-before-the-crash');
  // The story begins a little ago, so that the last round ends just now.
  const clock = { nowMs: Date.now() - GAMES * ROUND_EVERY_MS };
  const game = createEarnPlay(app, { storage: fileStorage(disk), now: () => clock.nowMs });

  tell('A player opens the game, signs in as a guest and gets an account, bound to this device.');
  const account = await game.signUp({ country: 'NL' });
  assert.equal(account.balances.coins.available, 0, 'a new account has no coins');
  await game.flush();
  result(`Player ${account.uid}, referral code ${account.referralCode}, no coins yet.`);

  tell(`The player loses the network and wins ${GAMES} quick rounds of tic-tac-toe.`);
  await winOffline(game, clock, GAMES - 1);
  await until(`${game.queue.value.pending} events wait`, () => game.queue.value.pending === GAMES - 1);
  await until('the screen shows the pending coins', () => game.balance.value.coins === ALL_COINS - COINS_A_WIN);
  result(
    `${GAMES - 1} events are safe on the device; the screen shows ${game.balance.value.coins} coins, all of them pending.`,
  );
  await cp(disk, backup, { recursive: true });

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
  await game.close();

  tell('The phone crashes and comes back with its disk from before the answer: it sends the same events again.');
  const again = createEarnPlay(app, { storage: fileStorage(backup) });
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

  tell('A cheat calls the function directly and claims a million coins for one more game.');
  const forged = await again.call.batchEvents({ events: [greedyWin()] });
  assert.equal(forged.deltaCoins, COINS_A_WIN, 'the server prices every event');
  await until('the listener tells', () => shows(again, ALL_COINS + COINS_A_WIN));
  result(`The server pays its own price, ${forged.deltaCoins} coins, and reports the difference.`);
  await again.close();
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

function collect(game: Game): SettledEvent[] {
  const settled: SettledEvent[] = [];
  game.events.subscribe((event) => settled.push(event));
  return settled;
}

function shows(game: Game, coins: number): boolean {
  const { confirmed, pendingCoins } = game.balance.value;
  return confirmed.coins.available === coins && pendingCoins === 0;
}

function sum(settled: readonly SettledEvent[]): number {
  return settled.reduce((total, { coins }) => total + coins, 0);
}

let steps = 0;

function tell(text: string): void {
  steps += 1;
  console.log(`\n${steps}. ${text}`);
}

function result(text: string): void {
  console.log(`   → ${text}`);
}
