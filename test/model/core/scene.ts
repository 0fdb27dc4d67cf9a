import type { Random } from './random.ts';

/** Who and what a world consists of, and what its generator remembers, to repeat it and to build on it. */
export interface Scene {
  /** Epoch milliseconds; moves on from group to group while the world is drawn. */
  nowMs: number;
  readonly players: readonly string[];
  readonly admins: readonly string[];
  /** People whose roles come and go. */
  readonly helpers: readonly string[];
  readonly devices: readonly string[];
  readonly addressOf: (uid: string) => string;
  readonly events: Map<string, any[]>;
  readonly holds: { readonly uid: string; readonly holdId: string; readonly amount: number }[];
  /** Requests for corrections that may wait for a second person, by the name of their scope. */
  readonly asks: { readonly uid: string; readonly key: string }[];
  readonly requests: Map<string, any[]>;
  nextName: () => string;
}

/** People who exist already, and the one instant at which they act; time passes where there is none. */
export interface Cast {
  readonly players: readonly string[];
  readonly admins: readonly string[];
  readonly nowMs?: number;
}

const STAFF = 3;

interface Setting {
  readonly seed: number;
  readonly startMs: number;
  readonly crowd: number;
}

export function newScene({ seed, startMs, crowd }: Setting, random: Random, cast?: Cast): Scene {
  let names = 0;
  const players = cast?.players ?? named('player', crowd, seed);
  const addresses = Array.from({ length: 8 }, (_, at) => `10.${(seed >> 8) & 255}.${seed & 255}.${at + 1}`);
  return {
    nowMs: startMs,
    players,
    admins: cast?.admins ?? named('admin', STAFF, seed),
    helpers: named('helper', STAFF, seed),
    devices: Array.from({ length: players.length * 2 }, () => random.hex(32)),
    addressOf: (uid) => addresses[players.indexOf(uid) % addresses.length] ?? addresses[0] ?? '',
    events: new Map(),
    holds: [],
    asks: [],
    requests: new Map(),
    nextName: () => {
      names += 1;
      return `n${names}-${seed}`;
    },
  };
}

function named(role: string, count: number, seed: number): string[] {
  return Array.from({ length: count }, (_, at) => `${role}-${at}-of-${seed}`);
}

/** Remembers something under a name, and no more than lately. */
export function remember<Item>(lists: Map<string, Item[]>, name: string, item: Item, most = 60): void {
  const list = lists.get(name) ?? [];
  list.push(item);
  if (list.length > most) list.shift();
  lists.set(name, list);
}
