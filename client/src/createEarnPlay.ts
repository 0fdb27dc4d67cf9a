import type { FirebaseApp } from 'firebase/app';
import { Game } from './game.ts';
import type { OpenStorage } from './storage/storage.ts';

export interface EarnPlayOptions {
  /** Where the functions are deployed; `us-central1` unless told. */
  readonly region?: string;
  /** Where queues are kept; IndexedDB unless told. Node has `fileStorage`, React Native makes one with `jsonStorage`. */
  readonly storage?: OpenStorage;
  /** The device's clock, for tests and replays. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** The one object that a game needs. Make it once, as early as possible: what waited from last time is sent at once. */
export function createEarnPlay(app: FirebaseApp, options: EarnPlayOptions = {}): Game {
  return new Game(app, options);
}
