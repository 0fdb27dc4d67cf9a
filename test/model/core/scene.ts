import type { Random } from './random.ts';

/** Who and what a world consists of, and what its generator remembers, to repeat it and to build on it. */
export interface Scene {
  readonly seed: number;
  /** Epoch milliseconds; moves on from group to group while the world is drawn. */
  nowMs: number;
  /** Who plays now: newcomers join and push earlier ones out. */
  readonly players: string[];
  readonly everybody: readonly string[];
  /** Two who share a day alone, for long enough to fill it: nobody comes, and nobody leaves. */
  readonly isPair: boolean;
  /** Somebody who has not played yet, or anybody where there is nobody left. */
  readonly newcomer: (random: Random) => string;
  /** People who come to meet others, and are not seen again; undefined where no more are coming. */
  readonly guest: () => string | undefined;
  /** All who may come as guests. */
  readonly guests: readonly string[];
  /** Somebody plays no more; a newcomer takes the place, if there is one. */
  readonly leave: (uid: string) => void;
  readonly admins: readonly string[];
  /** People whose roles come and go. */
  readonly helpers: readonly string[];
  /** Players who are admins as well. */
  readonly insiders: readonly string[];
  /** Somebody who may be staff now. */
  readonly staff: (random: Random) => string;
  readonly devices: string[];
  readonly addressOf: (uid: string) => string;
  readonly anyAddress: (random: Random) => string;
  readonly events: Map<string, any[]>;
  readonly holds: { readonly uid: string; readonly holdId: string; readonly amount: number }[];
  /** Requests for corrections that may wait for a second person, by the name of their scope. */
  readonly asks: { readonly uid: string; readonly key: string }[];
  /** Configurations that may wait for a second person, by the name of their scope. */
  readonly changes: { readonly uid: string; readonly key: string }[];
  /** Those of them that do wait, unless they are refused. */
  readonly guarded: { readonly uid: string; readonly key: string }[];
  /** Requests to let go of what somebody owes, which always wait. */
  readonly pardons: { readonly uid: string; readonly key: string }[];
  /** Who has reviewed withdrawals, the last of them at the end. */
  readonly reviewers: string[];
  readonly requests: Map<string, any[]>;
  nextName: () => string;
}

/** People who exist already, and the one instant at which they act; time passes where there is none. */
export interface Cast {
  readonly players: readonly string[];
  readonly newcomers: readonly string[];
  readonly admins: readonly string[];
  readonly nowMs?: number;
}

const STAFF = 3;
const GUESTS = 120;
const PAIR = 2;

interface Setting {
  readonly seed: number;
  readonly startMs: number;
  readonly crowd: number;
}

export function newScene({ seed, startMs, crowd }: Setting, random: Random, cast?: Cast): Scene {
  let names = 0;
  const isPair = cast === undefined && crowd === PAIR;
  const everybody =
    cast === undefined ? named('player', isPair ? crowd : 3 * crowd + 20, seed) : [...cast.players, ...cast.newcomers];
  const players = everybody.slice(0, cast?.players.length ?? crowd);
  const waiting = everybody.slice(players.length);
  const guests = isPair || cast !== undefined ? [] : named('guest', GUESTS, seed);
  const coming = [...guests];
  const admins = cast?.admins ?? named('admin', STAFF, seed);
  const helpers = named('helper', STAFF, seed);
  const insiders = cast === undefined ? everybody.slice(0, 1) : [];
  const usualStaff = [...admins, ...admins, ...helpers];
  const addresses = Array.from({ length: 8 }, (_, at) => `10.${(seed >> 8) & 255}.${seed & 255}.${at + 1}`);
  return {
    seed,
    nowMs: startMs,
    players,
    everybody,
    isPair,
    newcomer: (drawing) => (isPair ? drawing.pick(players) : join(players, waiting, drawing)),
    guest: () => coming.shift(),
    guests,
    leave: (uid) => {
      const next = waiting.shift();
      if (next !== undefined) players.splice(players.indexOf(uid), 1, next);
    },
    admins,
    helpers,
    insiders,
    staff: (drawing) => drawing.pick(insiders.length > 0 && drawing.chance(0.1) ? insiders : usualStaff),
    devices: Array.from({ length: players.length * 2 + 2 }, () => random.hex(32)),
    addressOf: (uid) => addresses[Math.max(0, everybody.indexOf(uid)) % addresses.length] ?? '',
    anyAddress: (drawing) => drawing.pick(addresses),
    events: new Map(),
    holds: [],
    asks: [],
    changes: [],
    guarded: [],
    pardons: [],
    reviewers: [],
    requests: new Map(),
    nextName: () => {
      names += 1;
      return `n${names}-${seed}`;
    },
  };
}

/** A small crowd grows to four; a larger one keeps its size. */
function join(players: string[], waiting: string[], random: Random): string {
  const uid = waiting.shift();
  if (uid === undefined) return random.pick(players);
  if (players.length >= 4) players.splice(random.int(0, players.length - 1), 1);
  players.push(uid);
  return uid;
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
