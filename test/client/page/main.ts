import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';
import { createEarnPlay, type EarnPlayError, type Game, type SettledEvent } from '../../../client/src/index.ts';

/** A game's page, as small as it gets: what the tests drive from outside. */
export interface TestPage {
  readonly game: Game;
  /** Every balance that the player has seen, one after the other. */
  readonly seen: number[];
  readonly settled: SettledEvent[];
  /** Wins `count` short games, all just now, so that none is due to be sent yet; answers keys, or the code of a refusal. */
  win(count: number): Promise<string[]>;
  /** Loses `count` games that took no time, all just now. */
  lose(count: number): Promise<string[]>;
}

export interface PageSettings {
  readonly projectId: string;
  readonly authHost: string;
  readonly firestoreHost: string;
  readonly functionsOrigin: string;
  /** How wrong the device's clock is. */
  readonly clockErrorMs: number;
  readonly flushSeconds: number;
}

declare global {
  interface Window {
    earnPlay: TestPage;
  }
}

const settings: PageSettings = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const app = initializeApp({ projectId: settings.projectId, apiKey: 'emulator' });
connectAuthEmulator(getAuth(app), `http://${settings.authHost}`, { disableWarnings: true });
const firestore = new URL(`http://${settings.firestoreHost}`);
connectFirestoreEmulator(getFirestore(app), firestore.hostname, Number(firestore.port));
const functions = new URL(settings.functionsOrigin);
connectFunctionsEmulator(getFunctions(app), functions.hostname, Number(functions.port));

const now = () => Date.now() + settings.clockErrorMs;
const uptime = () => performance.now();
const game = createEarnPlay(app, { now, uptime, flushSeconds: settings.flushSeconds });
const seen: number[] = [];
const settled: SettledEvent[] = [];
game.balance.subscribe(({ coins }) => {
  if (seen.at(-1) !== coins) seen.push(coins);
});
game.events.subscribe((event) => settled.push(event));

function win(count: number): Promise<string[]> {
  const games = Array.from({ length: count }, () => ({ gameName: 'chess', durationSeconds: 5 }));
  return keysOrCodes(games.map((metadata) => game.record('GAME_WON', metadata)));
}

function lose(count: number): Promise<string[]> {
  const games = Array.from({ length: count }, () => ({ gameName: 'chess', durationSeconds: 0 }));
  return keysOrCodes(games.map((metadata) => game.record('GAME_LOST', metadata)));
}

function keysOrCodes(recorded: readonly Promise<string>[]): Promise<string[]> {
  return Promise.all(recorded.map((one) => one.catch((error: EarnPlayError) => error.code)));
}

window.earnPlay = { game, seen, settled, win, lose };
