import { utcDay } from '../kernel/time.ts';
import { type EventType, eventErrors } from './contract.ts';
import { type DayState, EMPTY_DAY, IMPLAUSIBLE, type Remembered } from './dayRules.ts';
import {
  decideEvent,
  type EventResult,
  type PricedEvent,
  type PricingContext,
  rejection,
  type Streak,
  transactionOf,
} from './eventRules.ts';
import { addStats, NO_STATS, type Stats } from './statsRules.ts';
import { isBeforeAccount, isInWindow } from './windowRules.ts';

/**
 * Prices a batch of events. Each event is credited at most once, on its own UTC day, within that day's limits, at the
 * server's price; a rejected event leaves no trace but its result (an implausible game is counted, once).
 */
export interface BatchState {
  readonly days: ReadonlyMap<string, DayState>;
  readonly streak: Streak;
  /** Coins of the ads that were credited on whatever day, by the packed keys of their transactions. */
  readonly ads: ReadonlyMap<string, number>;
}

export interface BatchDecision {
  readonly results: readonly EventResult[];
  /** The days that changed, and what each of them earned by type. */
  readonly days: ReadonlyMap<string, ChangedDay>;
  readonly streak: Streak;
  /** What the batch adds to {@link BatchState.ads}. */
  readonly ads: ReadonlyMap<string, number>;
}

export interface ChangedDay {
  readonly state: DayState;
  /** What the batch adds to the day's stats. */
  readonly gained: Stats;
  /** Implausible games that the batch adds. */
  readonly implausible: number;
  /** What the batch adds to what the day has seen, by packed key, in the order of decision. */
  readonly added: ReadonlyMap<string, Remembered>;
  readonly earned: Earned;
}

export type Earned = Partial<Record<EventType, { readonly count: number; readonly coins: number }>>;

/** Of the platform's catalogue, which rules do not know. */
export const KEY_REUSED = 'idempotency/key-reused';

/** Decides events in the order in which they happened and answers results in the order in which they were sent. */
export function decideBatch(state: BatchState, events: readonly PricedEvent[], context: PricingContext): BatchDecision {
  const order = events.map((priced, at) => ({ priced, at }));
  order.sort((left, right) => left.priced.event.occurredAt - right.priced.event.occurredAt || left.at - right.at);
  const results: EventResult[] = [];
  const course: Course = { before: state, days: new Map(), streak: state.streak, ads: new Map() };
  for (const { priced, at } of order) {
    results[at] = withoutPrice(course, priced, context) ?? credit(course, priced, context);
  }
  return { results, days: course.days, streak: course.streak, ads: course.ads };
}

/** How far the decision of a batch has come. */
interface Course {
  readonly before: BatchState;
  readonly days: Map<string, ChangedDay & { readonly added: Map<string, Remembered> }>;
  readonly ads: Map<string, number>;
  streak: Streak;
}

/** What an event is answered that cannot be credited, whatever its day is like; undefined for all others. */
function withoutPrice(course: Course, priced: PricedEvent, context: PricingContext): EventResult | undefined {
  const { type, occurredAt } = priced.event;
  const { config, nowMs, createdAtMs } = context;
  if (!isInWindow(occurredAt, nowMs, config)) return rejection(eventErrors['outside-window']);
  const known = recall(course, priced);
  // A key that an earlier version has noted says nothing of its type.
  if (known.some((one) => one.type !== null && one.type !== type)) return { status: 'rejected', code: KEY_REUSED };
  const [earlier] = known;
  if (earlier !== undefined) return repetition(earlier);
  // After the repetitions: what was credited under a wider window is not refused when its answer was lost.
  return isBeforeAccount(occurredAt, createdAtMs, config) ? rejection(eventErrors['before-account']) : undefined;
}

/** What the event's own day has seen under its names, and where an ad of its transaction was credited. */
function recall({ before, days, ads }: Course, priced: PricedEvent): readonly Remembered[] {
  const date = utcDay(priced.event.occurredAt);
  const known = priced.names.flatMap(
    (name) => days.get(date)?.added.get(name) ?? before.days.get(date)?.seen.get(name) ?? [],
  );
  const transaction = transactionOf(priced);
  const coins = transaction === undefined ? undefined : (ads.get(transaction) ?? before.ads.get(transaction));
  return coins === undefined ? known : [...known, { type: 'AD_WATCHED', coins }];
}

function repetition({ coins }: Remembered): EventResult {
  return coins === IMPLAUSIBLE ? rejection(eventErrors.implausible) : { status: 'duplicate', coins };
}

/** Decides an event that is new to its day, and notes what comes of it. */
function credit(course: Course, priced: PricedEvent, context: PricingContext): EventResult {
  const { type, occurredAt } = priced.event;
  const date = utcDay(occurredAt);
  const before = course.days.get(date) ?? {
    state: course.before.days.get(date) ?? EMPTY_DAY,
    gained: NO_STATS,
    implausible: 0,
    added: new Map<string, Remembered>(),
    earned: {},
  };
  const outcome = decideEvent(before.state, course.streak, date, priced, context);
  const { result } = outcome;
  if (outcome.day === undefined) return result;
  const coins = result.status === 'rejected' ? IMPLAUSIBLE : result.coins;
  for (const name of priced.names) before.added.set(name, { type, coins });
  const earned = result.status === 'rejected' ? before.earned : addEarned(before.earned, type, coins);
  const gained = addStats(before.gained, outcome.added);
  const implausible = before.implausible + (coins === IMPLAUSIBLE ? 1 : 0);
  course.days.set(date, { state: outcome.day, gained, implausible, added: before.added, earned });
  course.streak = outcome.streak ?? course.streak;
  const transaction = transactionOf(priced);
  if (transaction !== undefined) course.ads.set(transaction, coins);
  return result;
}

function addEarned(earned: Earned, type: EventType, coins: number): Earned {
  const sum = earned[type] ?? { count: 0, coins: 0 };
  return { ...earned, [type]: { count: sum.count + 1, coins: sum.coins + coins } };
}
