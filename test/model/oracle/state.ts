import type { Answer } from '../core/operation.ts';
import { DEFAULT_RULES, type Rules } from './prices.ts';

/**
 * What the world must look like, as the specification tells it. Plain data and plain arithmetic, so that it can be read,
 * copied and trusted; it shares no code with functions/src.
 */
export type Money = 'coins' | 'gems' | 'points' | 'eth';
export const MONEY: readonly Money[] = ['coins', 'gems', 'points', 'eth'];

/** What one posting must have moved: amounts by account. */
export interface Entry {
  readonly type: string;
  readonly currency: Money;
  readonly legs: Readonly<Record<string, number>>;
  readonly reference: string | null;
  readonly actor: string;
  readonly configVersion: number | null;
  /** The day whose page carries it. */
  readonly day: number;
}

export interface Counts {
  events: number;
  gamesPlayed: number;
  gamesWon: number;
  adsWatched: number;
  spinsUsed: number;
  streaksClaimed: number;
  coinsEarned: number;
  implausible: number;
}

export interface Day {
  readonly counts: Counts;
  readonly wins: Map<string, number>;
  /** Coins of each event that the day remembers; -1 for an implausible one. */
  readonly seen: Map<string, number>;
  /** Milliseconds played in each minute, however many. */
  readonly minutes: Map<number, number>;
}

export interface Account {
  readonly uid: string;
  readonly money: Record<Money, { available: number; locked: number }>;
  readonly entries: Entry[];
  device: string;
  moves: number[];
  streak: { day: number | null; length: number };
  readonly counts: Counts;
  readonly days: Map<number, Day>;
}

export interface Hold {
  readonly uid: string;
  readonly currency: Money;
  readonly amount: number;
  readonly expiresAtMs: number;
  status: 'held' | 'captured' | 'released';
  captured: number;
}

export interface Adjustment {
  readonly uid: string;
  readonly currency: Money;
  readonly amount: number;
  readonly expectedVersion: number | null;
  readonly requestedBy: string;
  applied: boolean;
}

export interface KeyRecord {
  readonly fingerprint: string;
  readonly answer: Answer;
  readonly untilMs: number;
  /** The first answer that anybody saw in full: every other one must be the same. */
  seen?: any;
}

export interface Oracle {
  readonly accounts: Map<string, Account>;
  /** Who holds a device now. */
  readonly devices: Map<string, string | null>;
  readonly holds: Map<string, Hold>;
  readonly adjustments: Map<string, Adjustment>;
  readonly keys: Map<string, KeyRecord>;
  /** Instants of admitted calls. */
  readonly admitted: Map<string, number[]>;
  /** Whether calls are counted; a limiter on another clock cannot be predicted. */
  limited: boolean;
  readonly wishes: Map<string, { role: string | null; permissions: readonly string[] }>;
  /** What Auth says of everybody: an input, for no rule decides it alone. */
  readonly claims: ReadonlyMap<string, any>;
  /** The claims of its caller that Auth told an operation under way. */
  readonly lookedUp: Map<number, any>;
  readonly configs: Rules[];
  /** The version of the configuration with which the world began; its rules are the defaults. */
  firstVersion: number;
  /** Which configuration an operation that is under way has seen. */
  readonly seenVersions: Map<number, number>;
  /** The copy of the configuration that the instance trusts. */
  cached: { version: number; untilMs: number } | undefined;
}

export function newOracle(claims: ReadonlyMap<string, any>): Oracle {
  return {
    accounts: new Map(),
    devices: new Map(),
    holds: new Map(),
    adjustments: new Map(),
    keys: new Map(),
    admitted: new Map(),
    limited: true,
    wishes: new Map(),
    claims,
    lookedUp: new Map(),
    configs: [DEFAULT_RULES],
    firstVersion: 0,
    seenVersions: new Map(),
    cached: undefined,
  };
}

export function noCounts(): Counts {
  return {
    events: 0,
    gamesPlayed: 0,
    gamesWon: 0,
    adsWatched: 0,
    spinsUsed: 0,
    streaksClaimed: 0,
    coinsEarned: 0,
    implausible: 0,
  };
}

export function refused(code: string): Answer {
  return { ok: false, code };
}

export function answered(value: any): Answer {
  return { ok: true, value };
}
