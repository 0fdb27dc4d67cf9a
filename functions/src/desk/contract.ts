import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { balances, debts, deviceHash, instantMs, uid } from '../kernel/wire.ts';

/** How many players a search answers at most: the people of a much-shared device. */
export const HITS_SHOWN = 20;
const MATCHED = ['uid', 'email', 'phone', 'referralCode', 'device', 'withdrawal', 'auditEntry'] as const;
/** By what a player was found. */
export type Matched = (typeof MATCHED)[number];

const account = z.object({
  standing: z.enum(['active', 'frozen', 'banned', 'deleted']),
  /** When the standing ends by itself; null where only a decision ends it. */
  standingUntil: instantMs.nullable(),
  createdAt: instantMs,
  country: z.string().nullable(),
  appVersion: z.string().nullable(),
  referralCode: z.string(),
  referredBy: z.string().nullable(),
});

export const searchPlayers = defineCallable({
  name: 'searchPlayers',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  limits: { perUid: 60, perIp: 120 },
  summary:
    'Finds players by anything they may be known by: uid, e-mail, phone number, referral code, device, withdrawal or entry of the audit log.',
  input: z.strictObject({ words: z.string().max(320) }),
  output: z.object({
    /** None where nobody is known by that. */
    hits: z
      .array(
        z.object({
          uid: z.string(),
          matched: z.array(z.enum(MATCHED)),
          /** Null of somebody who has signed in and has no account. */
          account: account.nullable(),
        }),
      )
      .max(HITS_SHOWN + 4),
  }),
});

const stats = z.object({
  events: z.int().min(0),
  gamesPlayed: z.int().min(0),
  gamesWon: z.int().min(0),
  adsWatched: z.int().min(0),
  spinsUsed: z.int().min(0),
  streaksClaimed: z.int().min(0),
  coinsEarned: z.int().min(0),
});

export const getPlayer = defineCallable({
  name: 'getPlayer',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  limits: { perUid: 60, perIp: 120 },
  summary: 'All of one player at a glance, for the support desk; every look is in the audit log.',
  input: z.strictObject({ uid }),
  output: z.object({
    uid: z.string(),
    account,
    /** Why the standing is what it is. */
    conduct: z.object({
      /** Entries of the review queue that keep the player frozen. */
      frozenBy: z.array(z.string()),
      /** What staff have set; the audit log's entry says who, why and when. */
      imposed: z
        .object({
          standing: z.enum(['frozen', 'banned']),
          until: instantMs.nullable(),
          auditId: z.string().nullable(),
        })
        .nullable(),
      chargebacks: z.int().min(0),
    }),
    balances,
    debt: debts,
    /** How many postings the ledger has. */
    version: z.int().min(0),
    lifetime: stats,
    /** The last day that the player was shown; null after the daily reset. */
    today: z.object({ date: z.string(), stats }).nullable(),
    streak: z.object({ lastDay: z.string().nullable(), days: z.int().min(0) }),
    /** Those that the account is or was on, the newest first. */
    devices: z.array(
      z.object({
        deviceHash,
        isCurrent: z.boolean(),
        boundAt: instantMs.nullable(),
        /** Other accounts that are or were on it. */
        others: z.array(z.string()),
      }),
    ),
    /** What Firebase Auth knows; null of somebody who is deleted, or whose sign-in is gone. */
    signIn: z
      .object({
        email: z.string().nullable(),
        emailVerified: z.boolean(),
        phoneNumber: z.string().nullable(),
        isDisabled: z.boolean(),
        /** Such as `password` or `google.com`; none of a guest. */
        providers: z.array(z.string()),
        secondFactors: z.int().min(0),
        createdAt: instantMs.nullable(),
        lastSignInAt: instantMs.nullable(),
      })
      .nullable(),
  }),
});
