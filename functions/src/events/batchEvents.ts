import { z } from 'zod';
import { idempotencyKey } from '../kernel/wire.ts';
import type { Call } from '../platform/callable.ts';
import { requireFeature } from '../platform/feature.ts';
import { transactOptimistically } from '../platform/optimistic.ts';
import { type batchEvents as contract, type EventType, event, eventErrors } from './contract.ts';
import { type Credited, creditEvents } from './creditEvents.ts';
import { pricedEvent } from './pricedEvent.ts';
import type { EventResult, PricedEvent } from './rules.ts';

/** Credits a batch of a player's offline events; each event is parsed, decided and answered by itself. */
type Input = z.output<typeof contract.input>;
type Output = z.input<typeof contract.output>;

export async function batchEvents(call: Call, input: Input): Promise<Output> {
  const { uid, nowMs, correlationId, economy } = call;
  requireFeature(economy, 'events', uid);
  const parsed = input.events.map(parseEvent);
  const readable = parsed.flatMap(({ priced }) => (priced === undefined ? [] : [priced]));
  const { signedInAtMs } = call.caller;
  const crediting = { uid, nowMs, correlationId, economy, actor: uid, deviceHash: input.deviceHash, signedInAtMs };
  const credited = await transactOptimistically((tx) => creditEvents(tx, readable, crediting));
  return answer(parsed, credited, nowMs);
}

interface ParsedEvent {
  /** What the result is labelled with; empty where the event had no readable key. */
  readonly label: string;
  readonly expectedCoins?: number | undefined;
  readonly type?: EventType;
  readonly priced?: PricedEvent;
}

const labelled = z.object({ idempotencyKey });

function parseEvent(raw: unknown): ParsedEvent {
  const { data, success } = event.safeParse(raw);
  if (!success) return { label: labelled.safeParse(raw).data?.idempotencyKey ?? '' };
  const { idempotencyKey: label, expectedCoins, type } = data;
  return { label, expectedCoins, type, priced: pricedEvent(data, false) };
}

const INVALID: EventResult = { status: 'rejected', code: eventErrors.invalid.code };

function answer(parsed: readonly ParsedEvent[], { decision, wallet }: Credited, nowMs: number): Output {
  const decided = decision.results.values();
  const outcomes = parsed.map((one) => ({
    ...one,
    result: one.priced === undefined ? INVALID : (decided.next().value ?? INVALID),
  }));
  const stats: Partial<Record<EventType, number>> = {};
  let deltaCoins = 0;
  for (const { type, result } of outcomes) {
    if (result.status !== 'credited' || type === undefined) continue;
    stats[type] = (stats[type] ?? 0) + 1;
    deltaCoins += result.coins;
  }
  const counted = (status: EventResult['status']) => outcomes.filter(({ result }) => result.status === status).length;
  return {
    results: outcomes.map(({ label, expectedCoins, result }) => wireResult(label, expectedCoins, result)),
    processed: counted('credited'),
    duplicates: counted('duplicate'),
    rejected: counted('rejected'),
    deltaCoins,
    stats,
    balances: wallet.balances,
    version: wallet.version,
    serverTime: nowMs,
  };
}

function wireResult(label: string, expectedCoins: number | undefined, result: EventResult) {
  const coins = result.status === 'rejected' ? 0 : result.coins;
  const code = result.status === 'rejected' ? { code: result.code } : {};
  const differs = expectedCoins !== undefined && expectedCoins !== coins;
  return { idempotencyKey: label, status: result.status, coins, ...code, ...(differs ? { expectedCoins } : {}) };
}
