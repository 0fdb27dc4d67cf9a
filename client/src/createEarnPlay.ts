import type { FirebaseApp } from 'firebase/app';
import { Game } from './game.ts';
import type { EarnPlayOptions } from './options.ts';

/** The one object that a game needs. Make it once, as early as possible: what waited from last time is sent at once. */
export function createEarnPlay(app: FirebaseApp, options: EarnPlayOptions = {}): Game {
  return new Game(app, options);
}
