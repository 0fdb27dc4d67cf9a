import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { gameName, idempotencyKey } from '../kernel/wire.ts';

/**
 * Every number of the economy, with its default. A studio changes them with `setEconomyConfig`; code reads them from the
 * version that was current when the call began and never holds a number of its own.
 */
const coins = z.int().min(0).max(1_000_000);
const count = z.int().min(0).max(1_000_000);
const seconds = z.int().min(0);

/** Keeps the configuration well inside one document; beyond it, let `defaultGame` and the default limit speak. */
const MAX_NAMED = 1_000;

const gameSchema = z.strictObject({ winCoins: coins, minDurationSeconds: seconds.max(86_400) });
const DEFAULT_GAME = { winCoins: 10, minDurationSeconds: 5 };

const prizeSchema = z.strictObject({ coins, weight: z.int().min(1).max(1_000_000) });

const eventsSchema = z.strictObject({
  games: z
    .record(gameName, gameSchema)
    .refine((games) => Object.keys(games).length <= MAX_NAMED, `at most ${MAX_NAMED} games`)
    .default({ 'tic-tac-toe': DEFAULT_GAME }),
  /** Prices every game that `games` does not name. */
  defaultGame: gameSchema.default(DEFAULT_GAME),
  adCoins: coins.default(5),
  /** Coins of the first, second, … day in a row; after the last day the table starts again. */
  streakCoins: z.array(coins).min(1).max(366).default([10, 15, 20, 25, 30, 40, 100]),
  spinPrizes: z
    .array(prizeSchema)
    .min(1)
    .max(64)
    .default([
      { coins: 5, weight: 400 },
      { coins: 10, weight: 300 },
      { coins: 20, weight: 180 },
      { coins: 50, weight: 90 },
      { coins: 100, weight: 25 },
      { coins: 500, weight: 5 },
    ]),
  /** How often the seed of a player's spins changes; a new seed is announced one such period ahead. */
  spinSeedDays: z.int().min(8).max(366).default(30),
  /** `games`: different games won in a day, which keeps a hostile client from growing its day without end. */
  dailyLimits: z
    .strictObject({
      ads: count.default(10),
      spins: count.default(3),
      winsPerGame: count.default(200),
      coins: count.default(20_000),
      events: count.max(5_000).default(5_000),
      games: count.max(500).default(100),
    })
    .prefault({}),
  /** How old and how far ahead of the server's clock an event may be. */
  window: z
    .strictObject({
      maxAgeSeconds: seconds.max(604_800).default(604_800),
      maxAheadSeconds: seconds.max(3_600).default(300),
    })
    .prefault({}),
  /** Seconds of one day that games may overlap each other before they are implausible (clock changes, two devices). */
  overlapSlackSeconds: seconds.max(86_400).default(600),
  /** When on, an ad pays only after AdMob itself has confirmed it (server-side verification). */
  requireSsv: z.boolean().default(false),
});

const limitSchema = z.strictObject({
  perUid: z.int().min(1).max(10_000).nullable(),
  perIp: z.int().min(1).max(100_000).nullable(),
});

const rateLimitsSchema = z.strictObject({
  /** Calls a minute of every function that is not named. */
  default: limitSchema.default({ perUid: 60, perIp: 300 }),
  functions: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'the name of a function'), limitSchema)
    .refine((functions) => Object.keys(functions).length <= MAX_NAMED, `at most ${MAX_NAMED} functions`)
    .default({
      createUser: { perUid: null, perIp: 50 },
      batchEvents: { perUid: 10, perIp: 50 },
      bindDevice: { perUid: 5, perIp: 50 },
      claimReferral: { perUid: 5, perIp: 20 },
      requestWithdrawal: { perUid: 3, perIp: 10 },
      manualReward: { perUid: 10, perIp: null },
    }),
});

/** Off, on, or on for a percentage of players chosen by a stable hash of the uid. */
const featureSchema = z.union([z.boolean(), z.strictObject({ percent: z.int().min(0).max(100) })]);
export type FeatureSwitch = z.output<typeof featureSchema>;

const points = z.int().min(0).max(1_000);

const fraudSchema = z.strictObject({
  claim: z
    .strictObject({
      oldAccountHours: z.int().min(0).default(48),
      oldAccount: points.default(10),
      hasEarned: points.default(10),
      hasPlayed: points.default(10),
      sameAddress: points.default(10),
      deviceSeenElsewhere: points.default(15),
      freeClaimsAnHour: count.default(3),
      perExtraClaim: points.default(5),
      blockAbove: points.default(30),
    })
    .prefault({}),
  withdrawal: z
    .strictObject({
      unusualPlace: points.default(10),
      newAccountDays: z.int().min(0).default(7),
      newAccount: points.default(20),
      noActivity: points.default(15),
      implausiblePlay: points.default(15),
      chargeback: points.default(30),
      sharedDestination: points.default(25),
      blockAbove: points.default(50),
      reviewAbove: points.default(30),
    })
    .prefault({}),
  /** How long a salted hash of an address is kept. */
  addressKeptDays: z.int().min(1).max(366).default(30),
});

const withdrawalsSchema = z.strictObject({
  minAmount: z.int().min(1).default(500),
  maxAmount: z.int().min(1).default(100_000),
  minGamesWon: count.default(10),
  minAdsWatched: count.default(50),
  /** From this amount on two different people must approve. */
  twoPersonFrom: z.int().min(1).default(50_000),
});

/** Who may sign up with an e-mail address or a phone number; asked by Auth itself, before the user exists. */
const signUpsSchema = z.strictObject({
  /** Throw-away mailboxes, by a list that comes with a package. */
  refuseDisposableEmail: z.boolean().default(true),
  /** Mailboxes and numbers of people whose account was banned. */
  refuseBannedContacts: z.boolean().default(true),
  /** Domains, lower case; the ones below them are refused as well. */
  refusedEmailDomains: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'a domain in lower case'))
    .max(MAX_NAMED)
    .default([]),
});

export const economyConfigSchema = z.strictObject({
  events: eventsSchema.prefault({}),
  devices: z
    .strictObject({ maxChanges: count.default(3), changeWindowDays: z.int().min(1).max(366).default(30) })
    .prefault({}),
  wallet: z.strictObject({ twoPersonAdjustmentFrom: z.int().min(1).default(10_000) }).prefault({}),
  referrals: z.strictObject({ rewardCoins: coins.default(100) }).prefault({}),
  withdrawals: withdrawalsSchema.prefault({}),
  fraud: fraudSchema.prefault({}),
  signUps: signUpsSchema.prefault({}),
  ratings: z.strictObject({ initial: z.int().min(100).max(3_000).default(1_200) }).prefault({}),
  rateLimits: rateLimitsSchema.prefault({}),
  features: z
    .strictObject({
      events: featureSchema.default(true),
      referrals: featureSchema.default(true),
      withdrawals: featureSchema.default(true),
    })
    .prefault({}),
});
export type EconomyConfig = z.output<typeof economyConfigSchema>;
export type EventsConfig = EconomyConfig['events'];
export type FraudConfig = EconomyConfig['fraud'];
export type Feature = keyof EconomyConfig['features'];

export const defaultEconomyConfig: EconomyConfig = economyConfigSchema.parse({});

export const economyErrors = defineErrors('economy', {
  'unknown-version': {
    status: 'not-found',
    message: 'There is no such version.',
    retry: false,
    remedy: 'Roll back to a version that was stored; `config/economy/versions` lists them.',
  },
  'version-conflict': {
    status: 'aborted',
    message: 'Somebody else changed the configuration meanwhile.',
    retry: false,
    remedy: 'Read the current version, apply the change to it, and send it with that `expectedVersion` and a new key.',
  },
});

export const setEconomyConfig = defineCallable({
  name: 'setEconomyConfig',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Validates and stores a new version of the economy configuration, or rolls back to an earlier one.',
  input: z.union([
    z.strictObject({
      /** The whole configuration; what is left out takes its default. */
      config: economyConfigSchema,
      expectedVersion: z.int().min(0).optional(),
      dryRun: z.boolean().default(false),
      idempotencyKey,
    }),
    z.strictObject({
      rollbackTo: z.int().min(0),
      expectedVersion: z.int().min(0).optional(),
      dryRun: z.boolean().default(false),
      idempotencyKey,
    }),
  ]),
  output: z.object({
    version: z.int().min(0),
    /** Dotted paths whose values differ from the version before. */
    changed: z.array(z.string()),
    dryRun: z.boolean(),
    replayed: z.boolean(),
  }),
});
