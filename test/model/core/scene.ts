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

const CAST = { admins: 3, helpers: 3 };

export function newScene(seed: number, startMs: number, random: Random): Scene {
  let names = 0;
  const players = Array.from({ length: random.int(4, 24) }, (_, at) => `player-${at}-of-${seed}`);
  const addresses = Array.from({ length: 8 }, (_, at) => `10.${(seed >> 8) & 255}.${seed & 255}.${at + 1}`);
  return {
    nowMs: startMs,
    players,
    admins: Array.from({ length: CAST.admins }, (_, at) => `admin-${at}-of-${seed}`),
    helpers: Array.from({ length: CAST.helpers }, (_, at) => `helper-${at}-of-${seed}`),
    devices: Array.from({ length: players.length * 2 }, () => random.hex(32)),
    addressOf: (uid) => addresses[uid.length % 2 === 0 ? 0 : Number(uid.split('-')[1]) % addresses.length] ?? '',
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

/** Remembers something under a name, and no more than lately. */
export function remember<Item>(lists: Map<string, Item[]>, name: string, item: Item, most = 60): void {
  const list = lists.get(name) ?? [];
  list.push(item);
  if (list.length > most) list.shift();
  lists.set(name, list);
}
