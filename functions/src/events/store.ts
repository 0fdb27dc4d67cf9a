import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedBytes } from '../platform/storage/storedTypes.ts';
import { type DayState, NO_STATS } from './dayRules.ts';
import { packKeys, packPlay, unpackKeys, unpackPlay } from './packingRules.ts';

export const statsFields = z.object({
  events: z.int().min(0),
  gamesPlayed: z.int().min(0),
  gamesWon: z.int().min(0),
  adsWatched: z.int().min(0),
  spinsUsed: z.int().min(0),
  streaksClaimed: z.int().min(0),
  coinsEarned: z.int().min(0),
  implausible: z.int().min(0),
});

/** What a player did in a lifetime, in `users/{uid}`; it rides on batches. */
const lifetimeSection = defineSection((uid) => `users/${uid}`, z.object({ stats: statsFields }));
export const lifetimeDoc = (uid: string) => docOf(lifetimeSection, uid);

/**
 * What a player did today, in `users/{uid}`, for display only: limits count on the day's page, so that nothing depends on
 * the daily reset. `date` null: reset.
 */
const todayFields = z.object({ today: z.object({ date: z.string().nullable(), ...statsFields.shape }) });
const todaySection = defineSection((uid) => `users/${uid}`, todayFields);
export const todayDoc = (uid: string) => docOf(todaySection, uid);

/** What prices events, in `users/{uid}`: the streak and the seeds of spins. */
const activityFields = z.object({
  streak: z.object({ lastDay: z.string().nullable(), days: z.int().min(0) }),
  spinSeeds: z.array(z.object({ fromDay: z.string(), seed: z.string() })).min(1),
  /** A stable share of all players, for jobs that run in parallel. */
  shard: z.int().min(0),
});
export type Activity = z.output<typeof activityFields>;
const activitySection = defineSection((uid) => `users/${uid}`, activityFields);
export const activityDoc = (uid: string) => docOf(activitySection, uid);

const EMPTY_BYTES = new Uint8Array(0);

/** The day's part of a journal page, `users/{uid}/days/{date}`: what happened and which events are already credited. */
const dayFields = z.object({
  uid: z.string(),
  date: z.string(),
  stats: statsFields.default({ ...NO_STATS }),
  winsByGame: z.record(z.string(), z.int().min(0)).default({}),
  /** 16 bytes of the key hash of each event that was credited or found implausible. */
  keys: storedBytes.default(EMPTY_BYTES),
  /** 4 bytes for each of `keys`: its coins, or -1 where it was implausible. */
  keyCoins: storedBytes.default(EMPTY_BYTES),
  /** 2 bytes of milliseconds played for each minute of the day. */
  play: storedBytes.default(EMPTY_BYTES),
  overlapMs: z.int().min(0).default(0),
});
type DayFields = z.output<typeof dayFields>;
const daySection = defineSection((path) => path, dayFields);
export const dayDoc = (uid: string, date: string) => docOf(daySection, `users/${uid}/days/${date}`);

export function dayState(fields: DayFields): DayState {
  return {
    stats: fields.stats,
    winsByGame: fields.winsByGame,
    seen: unpackKeys(fields.keys, fields.keyCoins),
    play: { minutes: unpackPlay(fields.play), overlapMs: fields.overlapMs },
  };
}

/** The stored fields of a day that was `before` and has seen more since. */
export function storedDay(
  state: DayState,
  before: Pick<DayFields, 'keys' | 'keyCoins'> | undefined,
  added: ReadonlyMap<string, number>,
): Omit<DayFields, 'uid' | 'date'> {
  const { stats, winsByGame, play } = state;
  const packed = packKeys(added);
  return {
    stats: { ...stats },
    winsByGame: { ...winsByGame },
    keys: Buffer.concat([before?.keys ?? EMPTY_BYTES, packed.keys]),
    keyCoins: Buffer.concat([before?.keyCoins ?? EMPTY_BYTES, packed.coins]),
    play: packPlay(play.minutes),
    overlapMs: play.overlapMs,
  };
}

/** `users/{uid}/monthlyStats/{month}`: totals of the month, and each day's share so that folding a day again is safe. */
const monthFields = z.object({
  month: z.string(),
  ...statsFields.shape,
  byDay: z.record(z.string(), statsFields).default({}),
});
const monthSection = defineSection((path) => path, monthFields);
export const monthDoc = (uid: string, month: string) => docOf(monthSection, `users/${uid}/monthlyStats/${month}`);
