import type { Answer } from '../core/answer.ts';
import { type Deployment, PLAIN_DEPLOYMENT } from '../core/deployment.ts';
import { DEFAULT_RULES, type Rules } from './prices.ts';
import { newRecords, type Records, type Standing } from './records.ts';

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
  /** Type and coins of each name that the day remembers; -1 coins for an implausible game. */
  readonly seen: Map<string, { readonly type: string; readonly coins: number }>;
  /** Milliseconds played in each minute, however many. */
  readonly minutes: Map<number, number>;
}

/** Where an account was used from, and in which hours first and last. */
export interface Visited {
  readonly address: string;
  readonly firstHour: number;
  readonly lastHour: number;
}

export interface Account {
  readonly uid: string;
  readonly money: Record<Money, { available: number; locked: number }>;
  /** What is owed; of such money nothing is available. */
  readonly debt: Record<Money, number>;
  readonly entries: Entry[];
  standing: Standing;
  /** When the standing ends by itself, and what it becomes then. */
  standingEnd: { readonly atMs: number; readonly next: Standing } | null;
  /** Entries of the review queue that keep it frozen. */
  frozenBy: string[];
  /** What staff have set besides, and until when. */
  imposed: { readonly standing: Standing; readonly untilMs: number | null } | null;
  createdAtMs: number;
  /** Sign-ins before this instant are over. */
  signedOutAtMs: number | null;
  code: string;
  referredBy: string | null;
  /** Where it acted from, newest last. */
  places: Visited[];
  lastRequestMs: number | null;
  device: string | null;
  /** Every device that it is or was on, in the order in which it came to them last. */
  devices: string[];
  moves: number[];
  streak: { day: number | null; length: number };
  readonly counts: Counts;
  readonly days: Map<number, Day>;
  /** Ads that the network knows, and the days on which the server credited them. */
  readonly ads: Map<string, { readonly coins: number; readonly creditedOn: number }>;
}

export interface Hold {
  uid: string;
  readonly currency: Money;
  readonly amount: number;
  readonly expiresAtMs: number;
  status: 'held' | 'captured' | 'released';
  captured: number;
}

export interface Adjustment {
  readonly kind: 'correction' | 'forgiveness';
  uid: string;
  readonly currency: Money;
  readonly amount: number;
  readonly allowDebt: boolean;
  readonly expectedVersion: number | null;
  readonly requestedBy: string;
  readonly askedAtMs: number;
  applied: boolean;
}

export interface AskedChange {
  readonly rules: Rules;
  /** The version that it was to replace. */
  readonly base: number;
  readonly requestedBy: string;
  readonly askedAtMs: number;
  isStored: boolean;
}

export interface KeyRecord {
  readonly fingerprint: string;
  readonly answer: Answer;
  readonly untilMs: number;
  /** The first answer that anybody saw in full: every other one must be the same. */
  seen?: any;
}

export interface Oracle extends Records {
  readonly deployment: Deployment;
  /** Everybody who is staff and no player. */
  readonly staff: string[];
  readonly accounts: Map<string, Account>;
  /** Earlier lives under a uid, as they were when their ledger got its pseudonym. */
  readonly formerLives: Map<string, Account[]>;
  /** Who holds a device now. */
  readonly devices: Map<string, string | null>;
  readonly holds: Map<string, Hold>;
  readonly adjustments: Map<string, Adjustment>;
  /** What each admin has corrected without a second one, in minor units. */
  readonly doneAlone: Map<string, readonly { readonly atMs: number; readonly amount: number }[]>;
  /** Configurations that wait, or waited, for a second person. */
  readonly changes: Map<string, AskedChange>;
  readonly keys: Map<string, KeyRecord>;
  /** Instants of admitted calls. */
  readonly admitted: Map<string, number[]>;
  /** Whether calls are counted; a limiter on another clock cannot be predicted. */
  limited: boolean;
  /** The group in which the schedule of roles ran last. */
  rolesAppliedIn: number | undefined;
  readonly wishes: Map<string, { role: string | null; permissions: readonly string[] }>;
  /** What Auth says of everybody: an input, for no rule decides it alone. */
  readonly claims: ReadonlyMap<string, any>;
  /** What Auth told an operation under way of its caller; undefined where there is no such person. */
  readonly lookedUp: Map<number, { readonly claims: any; readonly validSinceMs: number } | undefined>;
  /** As {@link lookedUp}, of the guest whom an operation names, when it looked last. */
  readonly guestsLookedUp: Map<number, { readonly validSinceMs: number } | undefined>;
  /** Where somebody else was used from when an operation under way looked, by operation and person. */
  readonly peeked: Map<string, Account['places']>;
  readonly configs: Rules[];
  /** The version of the configuration with which the world began; its rules are the defaults. */
  firstVersion: number;
  /** Which configuration an operation that is under way has seen. */
  readonly seenVersions: Map<number, number>;
  /** The copy of the configuration that the instance trusts. */
  cached: { version: number; fromMs: number; untilMs: number } | undefined;
}

export function newOracle(claims: ReadonlyMap<string, any>, deployment = PLAIN_DEPLOYMENT): Oracle {
  return {
    deployment,
    staff: [],
    ...newRecords(),
    accounts: new Map(),
    formerLives: new Map(),
    devices: new Map(),
    holds: new Map(),
    adjustments: new Map(),
    doneAlone: new Map(),
    changes: new Map(),
    keys: new Map(),
    admitted: new Map(),
    limited: true,
    rolesAppliedIn: undefined,
    wishes: new Map(),
    claims,
    lookedUp: new Map(),
    guestsLookedUp: new Map(),
    peeked: new Map(),
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
