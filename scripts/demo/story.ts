import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { deleteApp, type FirebaseApp } from 'firebase/app';
import { getAuth, signInAnonymously } from 'firebase/auth';
import { getFirestore, terminate } from 'firebase/firestore';
import { getFunctions, httpsCallable } from 'firebase/functions';
import { connectedApp } from './connectedApp.ts';
import { watchBalance } from './watchBalance.ts';

const MINUTE_MS = 60_000;
const GAMES = 50;
const COINS_A_WIN = 10;

/** The product's promise as a story: play offline, sync once, see the coins, sync again, get nothing twice. */
export async function runStory(): Promise<number> {
  const app = connectedApp();
  try {
    await play(app);
    console.log('\nEvery step was as promised.');
    return 0;
  } catch (error) {
    console.error(`\n✖ Not as promised: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await terminate(getFirestore(app));
    await deleteApp(app);
  }
}

async function play(app: FirebaseApp): Promise<void> {
  const call = async (name: string, data: object) => (await httpsCallable(getFunctions(app), name)(data)).data as any;

  tell('A player signs in, as a guest.');
  const { user } = await signInAnonymously(getAuth(app));
  result(`Firebase Auth calls the player ${user.uid}.`);

  tell('The game creates the account, bound to this device.');
  const account = await call('createUser', {
    deviceHash: randomBytes(32).toString('hex'),
    country: 'NL',
    idempotencyKey: randomUUID(),
  });
  assert.equal(account.balances.coins.available, 0, 'a new account has no coins');
  result(`Referral code ${account.referralCode}, ${account.balances.coins.available} coins.`);

  const balance = watchBalance(app, user.uid);
  await balance.shows(0);

  tell(`The player goes offline and wins ${GAMES} games of tic-tac-toe.`);
  const events = offlineWins();
  result(`${events.length} events wait on the device; the game shows ${GAMES * COINS_A_WIN} coins, not yet confirmed.`);

  tell('Back online: all of them go out in one call.');
  const first = await call('batchEvents', { events });
  assert.equal(first.processed, GAMES, `all ${GAMES} events are credited`);
  assert.equal(first.deltaCoins, GAMES * COINS_A_WIN, 'each win pays its price');
  result(`${first.processed} credited, ${first.deltaCoins} coins, wallet version ${first.version}.`);

  tell('The balance on the screen follows by itself.');
  await balance.shows(GAMES * COINS_A_WIN);
  result(`The Firestore listener shows ${GAMES * COINS_A_WIN} coins.`);

  tell('The answer is lost in a tunnel, so the device sends the same events again.');
  const second = await call('batchEvents', { events });
  assert.equal(second.duplicates, GAMES, 'every event is recognised');
  assert.equal(second.deltaCoins, 0, 'nothing is credited twice');
  assert.equal(second.version, first.version, 'the wallet has not moved');
  result(
    `${second.duplicates} recognised as duplicates, ${second.deltaCoins} coins credited, still version ${second.version}.`,
  );

  tell('A cheat claims a million coins for one more game.');
  const [greedy] = offlineWins(1).map((event) => ({ ...event, expectedCoins: 1_000_000 }));
  const third = await call('batchEvents', { events: [greedy] });
  assert.equal(third.deltaCoins, COINS_A_WIN, 'the server prices every event');
  await balance.shows((GAMES + 1) * COINS_A_WIN);
  result(`The server pays its own price: ${third.deltaCoins} coins.`);
  balance.stop();
}

/** Wins of half a minute each, one a minute, the newest just now. */
function offlineWins(count = GAMES) {
  const nowMs = Date.now();
  return Array.from({ length: count }, (_, at) => ({
    idempotencyKey: randomUUID(),
    type: 'GAME_WON',
    occurredAt: nowMs - (count - 1 - at) * MINUTE_MS,
    metadata: { gameName: 'tic-tac-toe', durationSeconds: 30 },
  }));
}

let steps = 0;

function tell(text: string): void {
  steps += 1;
  console.log(`\n${steps}. ${text}`);
}

function result(text: string): void {
  console.log(`   → ${text}`);
}
