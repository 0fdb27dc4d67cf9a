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
