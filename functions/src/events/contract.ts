import { z } from 'zod';
import { defineCallable, defineMessage } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { definePosting } from '../kernel/posting.ts';
import { DAY_PATTERN } from '../kernel/time.ts';
import { balances, deviceHash, gameName, idempotencyKey, instantMs, nonNegativeAmount } from '../kernel/wire.ts';

/** Reasons for which one event, or a whole call, is not credited. */
export const eventErrors = defineErrors('events', {
  invalid: {
    status: 'invalid-argument',
    message: 'This activity could not be read.',
    retry: false,
    remedy: 'Check the event against the wire schema: its type, key, instant and metadata; no unknown fields.',
  },
  'outside-window': {
    status: 'failed-precondition',
    message: 'This activity is too old, or its clock is ahead.',
    retry: false,
    remedy: 'Send events within 7 days, with the true instant; `serverTime` of any answer tells the clock’s error.',
  },
  'before-account': {
    status: 'failed-precondition',
    message: 'This happened before you had an account.',
    retry: false,
    remedy:
      'An account earns from its creation on, and `events.window.beforeAccountSeconds` before it, for clocks that are behind.',
  },
  'daily-limit': {
    status: 'resource-exhausted',
    message: 'You reached today’s limit for this.',
    retry: false,
    remedy: 'Limits count on the event’s own UTC day; they are in the economy configuration (`events.dailyLimits`).',
  },
  'too-short': {
    status: 'failed-precondition',
    message: 'This game was too short to count.',
    retry: false,
    remedy: 'A win needs the game’s `minDurationSeconds`.',
  },
  implausible: {
    status: 'failed-precondition',
    message: 'This game could not be counted.',
    retry: false,
    remedy:
      'Games of one player overlapped by more than `events.overlapSlackSeconds` of a day; fix the client’s clock.',
  },
  'streak-order': {
    status: 'failed-precondition',
    message: 'A later day of your streak is already claimed.',
    retry: false,
    remedy: 'Send streak claims in the order of their days; a day before the last credited one is refused.',
  },
  'ad-unverified': {
    status: 'failed-precondition',
    message: 'This ad is not confirmed yet.',
    retry: true,
    remedy: 'With `events.requireSsv`, an ad pays once AdMob’s callback has arrived; send the event again then.',
  },
  'ad-without-transaction': {
    status: 'failed-precondition',
    message: 'This ad cannot be confirmed.',
    retry: false,
    remedy: 'With `events.requireSsv`, an ad event names the `ssvTransactionId` that AdMob’s callback will confirm.',
  },
});

/** What a whole batch is refused for. */
export const batchErrors = defineErrors('events', {
  'other-player': {
    status: 'permission-denied',
    message: 'Somebody else is signed in. This will be saved once you are back.',
    retry: false,
    heals: true,
    remedy: 'The caller is not the player whom `forUid` names; send the batch again when that player is signed in.',
  },
});

/** What the ad network's callback can be refused for; the network retries what answers 5xx or 4xx. */
export const adErrors = defineErrors('ads', {
  'bad-signature': {
    status: 'permission-denied',
    message: 'The signature is not valid.',
    retry: false,
    remedy: 'The callback must arrive with its query exactly as AdMob signed it; check proxies that rewrite URLs.',
  },
  'unknown-key': {
    status: 'permission-denied',
    message: 'The signing key is not known.',
    retry: true,
    remedy: 'Keys rotate; they are fetched again within a minute. Check ADMOB_VERIFIER_KEYS_URL.',
  },
  'keys-unavailable': {
    status: 'aborted',
    message: 'The signing keys cannot be read now.',
    retry: true,
    remedy: 'Check that the function can reach ADMOB_VERIFIER_KEYS_URL.',
  },
  'bad-callback': {
    status: 'invalid-argument',
    message: 'The callback is not complete.',
    retry: false,
    remedy: 'Set the player’s uid as user id in the ad’s server-side verification options.',
  },
});

const gameMetadata = z.strictObject({
  gameName,
  durationSeconds: z.number().min(0).max(86_400),
  score: z.int().optional(),
});

/** The ad network's own id of one completed ad. */
export const ssvTransactionId = z.string().regex(/^[\x21-\x7e]{1,128}$/);

const adMetadata = z.strictObject({
  adUnit: z.string().min(1).max(128).optional(),
  ssvTransactionId: ssvTransactionId.optional(),
});

const common = {
  idempotencyKey,
  /** Epoch milliseconds by the device's clock; any at all, since a wrong clock is told apart from what cannot be read. */
  occurredAt: z.int().min(0),
  /** What the client showed; compared and reported, never credited. */
  expectedCoins: nonNegativeAmount.optional(),
};

export const event = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('GAME_WON'), metadata: gameMetadata }),
  z.strictObject({ ...common, type: z.literal('GAME_LOST'), metadata: gameMetadata }),
  z.strictObject({ ...common, type: z.literal('AD_WATCHED'), metadata: adMetadata }),
  z.strictObject({ ...common, type: z.literal('SPIN_CLAIMED'), metadata: z.strictObject({}) }),
  z.strictObject({ ...common, type: z.literal('STREAK_CLAIMED'), metadata: z.strictObject({}) }),
]);
export type GameEvent = z.output<typeof event>;
export type EventType = GameEvent['type'];
/** What a day remembers has types as places in this list: it only grows, and at its end. */
export const EVENT_TYPES = ['GAME_WON', 'GAME_LOST', 'AD_WATCHED', 'SPIN_CLAIMED', 'STREAK_CLAIMED'] as const;

export const MAX_EVENTS = 500;

const eventResult = z.object({
  /** As sent; empty where the event had none that could be read. */
  idempotencyKey: z.string(),
  status: z.enum(['credited', 'duplicate', 'rejected']),
  /** Credited by this call, or by the earlier one that a duplicate repeats; 0 when rejected. */
  coins: nonNegativeAmount,
  /** Catalogued reason of a rejection. */
  code: z.string().optional(),
  /** Present where `expectedCoins` was sent and differs from what the server credited. */
  expectedCoins: nonNegativeAmount.optional(),
});

export const batchEvents = defineCallable({
  name: 'batchEvents',
  effect: 'deduplicated',
  access: { kind: 'player' },
  limits: { perUid: 10, perIp: 50 },
  runtime: { keepWarm: true },
  summary: 'Credits up to 500 offline events, each exactly once, each with a result of its own in input order.',
  input: z.strictObject({
    /** Each is parsed by itself against {@link event}, so that a bad one never blocks its batch. */
    events: z.array(z.custom<z.input<typeof event>>()).min(1).max(MAX_EVENTS),
    deviceHash: deviceHash.optional(),
    /**
     * Whose events these are, as the device kept them. It is never believed, only compared: somebody else may have signed in
     * between the device's last look and the request's token, and would be credited.
     */
    forUid: z.string().min(1).max(128).optional(),
  }),
  output: z.object({
    results: z.array(eventResult),
    /** Events credited by this call. */
    processed: nonNegativeAmount,
    duplicates: nonNegativeAmount,
    rejected: nonNegativeAmount,
    /** Coins credited by this call. */
    deltaCoins: nonNegativeAmount,
    /** Credited events by type. */
    stats: z.partialRecord(z.enum(EVENT_TYPES), nonNegativeAmount),
    balances,
    version: nonNegativeAmount,
    serverTime: instantMs,
  }),
});

const earned = z.object({ count: nonNegativeAmount, coins: nonNegativeAmount });

const PLAYED: Readonly<Record<EventType, readonly [one: string, many: string]>> = {
  GAME_WON: ['win', 'wins'],
  GAME_LOST: ['game', 'games'],
  AD_WATCHED: ['ad', 'ads'],
  SPIN_CLAIMED: ['spin', 'spins'],
  STREAK_CLAIMED: ['day of the streak', 'days of the streak'],
};

/** One posting for each batch and day; its facts count what paid, by type. */
export const playCredited = definePosting({
  type: 'events.credit',
  text: (details) => {
    const counted = EVENT_TYPES.flatMap((type) => {
      const [count, [one, many]] = [details[`${type}.count`], PLAYED[type]];
      return count === undefined || details[`${type}.coins`] === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    });
    return counted.length === 0 ? 'Earned by playing' : `Earned by playing: ${counted.join(', ')}`;
  },
});

/** Published once for each posting of rewards: one player, one UTC day, one batch. */
export const rewardEarned = defineMessage({
  type: 'reward.earned',
  version: 1,
  data: z.object({
    /** The UTC day of the events themselves. */
    day: z.string().regex(DAY_PATTERN),
    coins: nonNegativeAmount,
    byType: z.partialRecord(z.enum(EVENT_TYPES), earned),
    /** Sequence of the posting that credited them. */
    sequence: z.int().min(1),
  }),
});
