import { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { idempotencyKey } from '../kernel/wire.ts';
import { requireFeature } from '../platform/configuration/feature.ts';
import { log } from '../platform/runtime/log.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import type { Call } from '../platform/transport/callable.ts';
import { eventsFeature } from './config.ts';
import { batchErrors, type batchEvents as contract, type EventType, event, eventErrors } from './contract.ts';
import { type Credited, creditEvents } from './creditEvents.ts';
import type { EventResult, PricedEvent } from './eventRules.ts';
import { pricedEvent } from './pricedEvent.ts';

/** Credits a batch of a player's offline events; each event is parsed, decided and answered by itself. */
type Input = z.output<typeof contract.input>;
type Output = z.input<typeof contract.output>;

export async function batchEvents(call: Call, input: Input): Promise<Output> {
  const { uid, nowMs, correlationId, economy, address } = call;
  requireFeature(economy, eventsFeature, uid);
  if (input.forUid !== undefined && input.forUid !== uid) throw new Refused(batchErrors['other-player']);
  const parsed = input.events.map(parseEvent);
  const readable = parsed.flatMap(({ priced }) => (priced === undefined ? [] : [priced]));
  const { signedInAtMs } = call.caller;
  const crediting = {
    uid,
    nowMs,
    correlationId,
    economy,
    actor: uid,
    address,
    deviceHash: input.deviceHash,
    signedInAtMs,
  };
  const credited = await transactOptimistically((tx) => creditEvents(tx, readable, crediting));
  const outcomes = outcomesOf(parsed, credited);
  const response = answer(outcomes, credited, nowMs);
  logBatch(outcomes, response);
  return response;
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

interface Outcome extends ParsedEvent {
  readonly result: EventResult;
}

function outcomesOf(parsed: readonly ParsedEvent[], { decision }: Credited): Outcome[] {
  const decided = decision.results.values();
  return parsed.map((one) => ({
    ...one,
    result: one.priced === undefined ? INVALID : (decided.next().value ?? INVALID),
  }));
}

function answer(outcomes: readonly Outcome[], { wallet }: Credited, nowMs: number): Output {
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

/** What metrics count. Rejections get a line for each code, because a metric has no labels from inside a map. */
function logBatch(outcomes: readonly Outcome[], response: Output): void {
  const { processed: credited, duplicates, rejected, serverTime } = response;
  const instants = outcomes.flatMap(({ priced, result }) =>
    priced !== undefined && result.status === 'credited' ? [priced.event.occurredAt] : [],
  );
  // How long the oldest of them waited on the device, whose clock may be ahead of ours.
  const waited = instants.length === 0 ? {} : { syncLatencyMs: Math.max(0, serverTime - Math.min(...instants)) };
  log('INFO', 'batch', { events: outcomes.length, credited, duplicates, rejected, ...waited });
  const codes = outcomes.flatMap(({ result }) => (result.status === 'rejected' ? [result.code] : []));
  for (const code of new Set(codes)) {
    log('INFO', 'events rejected', { code, events: codes.filter((one) => one === code).length });
  }
}
