import type { Environment } from './environment.ts';
import type { OpenStorage } from './storage/storage.ts';

/**
 * Signs one attempt at a staff callable with this input; answers what its URL carries after the question mark. The entry
 * `@earnplay/client/staff-signing` makes one of a key.
 */
export type StaffSigner = (callable: string, input: object) => Promise<string>;

export interface EarnPlayOptions {
  /** Where the functions are deployed; `us-central1` unless told. */
  readonly region?: string;
  /** Where queues are kept; IndexedDB unless told. Node has `fileStorage`, `reactNative` makes a phone's. */
  readonly storage?: OpenStorage;
  /** What tells of the network and of being put away; the page's own unless told. `reactNative` makes a phone's. */
  readonly environment?: Environment;
  /**
   * How many seconds an event waits on the device before it goes out by itself; as the economy configuration says
   * (`events.flushSeconds`, 60 by default, followed while the game runs) unless told. Each batch is a call and two documents,
   * whatever is in it: 900 is about one a session. The server takes events that are up to a week old.
   */
  readonly flushSeconds?: number;
  /** For staff of a deployment that takes signed requests only; players have none. */
  readonly staffSigner?: StaffSigner | undefined;
  /** The device's clock, for tests and replays; without {@link uptime} one that is simulated, whose jumps nobody looks for. */
  readonly now?: () => number;
  /** Milliseconds of a clock that nobody can set; `performance.now` unless told. */
  readonly uptime?: () => number;
  readonly random?: () => number;
}
