import type { EventsConfig } from '../../../functions/src/events/config.ts';
import type { PricedEvent } from '../../../functions/src/events/eventRules.ts';
import { type BatchDecision, decideBatch } from '../../../functions/src/events/rules.ts';
import { utcDay } from '../../../functions/src/kernel/time.ts';
import { type AccountView, knownDays } from '../account/accountView.ts';
import type { GameEvent } from '../types.ts';
import type { SpinDigests } from './spinDigests.ts';

/** An event as the queue keeps it. */
export interface WaitingEvent {
  readonly key: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Prices {
  readonly config: EventsConfig;
  /** The server's clock, as far as it is known. */
  readonly nowMs: number;
  readonly digests: SpinDigests;
}

export interface Pricing {
  /** What the server will credit, as far as this device can know, by the events' keys. */
  readonly coins: ReadonlyMap<string, number>;
  readonly decision: BatchDecision;
}

/** What the server remembers of ads is not known here; the device has its own keys. */
const NO_ADS: ReadonlyMap<string, number> = new Map();

/** Prices waiting events with the server's own rules, on top of what the server last told. */
export async function priceEvents(
  view: AccountView,
  events: readonly WaitingEvent[],
  { config, nowMs, digests }: Prices,
): Promise<Pricing> {
  const canDraw = await prepareSpins(view, events, digests);
  const readable = events.flatMap((event) => (canDraw || event.type !== 'SPIN_CLAIMED' ? pricedEvent(event) : []));
  const state = { days: knownDays(view), streak: view.streak, ads: NO_ADS };
  const spinDigest = (day: string, index: number) => digests.find(view.spinSeeds, day, index);
  const { createdAtMs } = view;
  const decision = decideBatch(state, readable, { config, nowMs, createdAtMs, spinDigest });
  const coins = readable.map(({ event }, at): [string, number] => {
    const result = decision.results[at];
    return [event.idempotencyKey, result?.status === 'credited' ? result.coins : 0];
  });
  return { coins: new Map(coins), decision };
}

/** False where this device cannot know the prizes: before the account was ever seen, or outside a secure context. */
async function prepareSpins(view: AccountView, events: readonly WaitingEvent[], digests: SpinDigests) {
  if (view.spinSeeds.length === 0 || !('subtle' in crypto)) return false;
  const { date, stats } = view.today;
  const spins = events.filter(({ type }) => type === 'SPIN_CLAIMED');
  // By hand: not every device that a game runs on can group by itself.
  const days = new Map<string, number>();
  for (const { occurredAt } of spins) {
    const day = utcDay(occurredAt);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  for (const [day, count] of days) {
    await digests.prepare(view.spinSeeds, day, day === date ? stats.spinsUsed : 0, count);
  }
  return true;
}

/** As the rules see it, or nothing where the game recorded something that the server will not be able to read. */
function pricedEvent({ key, occurredAt, type, metadata }: WaitingEvent): PricedEvent[] {
  const event = { idempotencyKey: key, occurredAt, type, metadata };
  if (!isGameEvent(event)) return [];
  const { ssvTransactionId } = metadata;
  // Whether the ad network has vouched is not known here; an ad that names its transaction is believed for now.
  const believed = type === 'AD_WATCHED' && typeof ssvTransactionId === 'string';
  const names = believed ? [`ssv:${ssvTransactionId}`, `key:${key}`] : [`key:${key}`];
  return [{ event, names, verified: believed }];
}

interface Shaped {
  readonly idempotencyKey: string;
  readonly occurredAt: number;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Looks at what pricing reads; `record` is typed, so only a game without types can get anything else in here. */
function isGameEvent(event: Shaped): event is Shaped & GameEvent {
  switch (event.type) {
    case 'GAME_WON':
    case 'GAME_LOST':
      return typeof event.metadata.gameName === 'string' && Number.isFinite(event.metadata.durationSeconds);
    case 'AD_WATCHED':
    case 'SPIN_CLAIMED':
    case 'STREAK_CLAIMED':
      return true;
    default:
      return false;
  }
}
