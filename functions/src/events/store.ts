import { z } from 'zod';
import { defineSection, docOf, sealedDocOf } from '../platform/storage/collection.ts';
import { storedBytes } from '../platform/storage/storedTypes.ts';
import { type DayState, IMPLAUSIBLE, type Remembered } from './dayRules.ts';
import { packKeys, packPlay, unpackKeys, unpackPlay } from './packingRules.ts';
import { NO_STATS } from './statsRules.ts';

export const statsFields = z.object({
  events: z.int().min(0),
  gamesPlayed: z.int().min(0),
  gamesWon: z.int().min(0),
  adsWatched: z.int().min(0),
  spinsUsed: z.int().min(0),
  streaksClaimed: z.int().min(0),
  coinsEarned: z.int().min(0),
});

/**
 * What a player did in a lifetime, in `users/{uid}`; it rides on batches. Earlier versions counted implausible games here,
 * where their player reads it; the next batch takes that along to {@link concealedDoc}.
 */
const lifetimeStats = statsFields.extend({ implausible: z.int().min(0).optional() });
const lifetimeSection = defineSection((uid) => `users/${uid}`, z.object({ stats: lifetimeStats }));
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
  /** The ads of the last days that the ad network knows (`adMemoryRules.ts`); earlier versions had none. */
  adTransactions: storedBytes.optional(),
  /** A stable share of all players, for jobs that run in parallel. */
  shard: z.int().min(0),
});
export type Activity = z.output<typeof activityFields>;
const activitySection = defineSection((uid) => `users/${uid}`, activityFields);
export const activityDoc = (uid: string) => docOf(activitySection, uid);

/** What plausibility has to say of a player, sealed in `users/{uid}`. */
const concealedFields = z.object({
  /** Games refused in a lifetime because they overlapped others. */
  implausible: z.int().min(0).default(0),
  /** How long games of one of the last days overlapped each other so far, by the day; nothing is left out. */
  overlapMs: z.record(z.string(), z.int().min(0)).default({}),
});
export type Concealed = z.output<typeof concealedFields>;
const concealedSection = defineSection((uid) => `users/${uid}`, concealedFields);
export const concealedDoc = (uid: string) => sealedDocOf(concealedSection, uid);

const EMPTY_BYTES = new Uint8Array(0);

/** The day's part of a journal page, `users/{uid}/days/{date}`: what happened and which events are already credited. */
const dayFields = z.object({
  uid: z.string(),
  date: z.string(),
  stats: statsFields.default({ ...NO_STATS }),
  winsByGame: z.record(z.string(), z.int().min(0)).default({}),
  /** 16 bytes of the key hash of each event that was credited or found implausible. */
  keys: storedBytes.default(EMPTY_BYTES),
  /** 4 bytes for each of `keys`: its type, and its coins or that it was implausible. */
  keyCoins: storedBytes.default(EMPTY_BYTES),
  /** 2 bytes of milliseconds played for each minute of the day. */
  play: storedBytes.default(EMPTY_BYTES),
  /** As earlier versions kept it; it is sealed with the player's next batch of that day. */
  overlapMs: z.int().min(0).optional(),
});
type DayFields = z.output<typeof dayFields>;
const daySection = defineSection((path) => path, dayFields);
export const dayDoc = (uid: string, date: string) => docOf(daySection, `users/${uid}/days/${date}`);

/** `overlapMs` is what is sealed of the day, where anything is. */
export function dayState(fields: DayFields, overlapMs?: number): DayState {
  const seen = unpackKeys(fields.keys, fields.keyCoins);
  const implausible = [...seen.values()].filter(({ coins }) => coins === IMPLAUSIBLE).length;
  const play = { minutes: unpackPlay(fields.play), overlapMs: overlapMs ?? fields.overlapMs ?? 0 };
  return { stats: fields.stats, implausible, winsByGame: fields.winsByGame, seen, play };
}

/** The stored fields of a day that was `before` and has seen more since. */
export function storedDay(
  state: DayState,
  before: Pick<DayFields, 'keys' | 'keyCoins'> | undefined,
  added: ReadonlyMap<string, Remembered>,
): Omit<DayFields, 'uid' | 'date' | 'overlapMs'> {
  const { stats, winsByGame, play } = state;
  const packed = packKeys(added);
  return {
    stats: { ...stats },
    winsByGame: { ...winsByGame },
    keys: Buffer.concat([before?.keys ?? EMPTY_BYTES, packed.keys]),
    keyCoins: Buffer.concat([before?.keyCoins ?? EMPTY_BYTES, packed.coins]),
    play: packPlay(play.minutes),
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
