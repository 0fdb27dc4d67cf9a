import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { counterAccount } from '../kernel/posting.ts';
import { utcDay } from '../kernel/time.ts';
import { allRiders } from '../platform/manifest/house.ts';
import type { Batch, CreditedEvent, Ridden, Rider, RiderPosting } from '../platform/manifest/rider.ts';
import type { Envelope } from '../platform/messaging/outbox.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { handOver } from '../wallet/journal.ts';
import { post } from '../wallet/post.ts';
import { transferLegs } from '../wallet/rules.ts';
import type { Crediting } from './crediting.ts';
import type { PricedEvent } from './eventRules.ts';
import type { BatchDecision } from './rules.ts';

/**
 * Stages what rides on a batch, between its decision and its commit. Each rider sees the batch and its own sections, of
 * the player and of the pages that the batch changes, and nothing else; the documents are those that the batch has read
 * and writes anyway, so no rider costs one.
 */
export async function rideAlong(
  tx: Tx,
  events: readonly PricedEvent[],
  decision: BatchDecision,
  crediting: Crediting,
): Promise<void> {
  const batch = batchOf(events, decision, crediting);
  for (const rider of await allRiders()) {
    const { user, pages, postings = [], messages = [] } = await ridden(tx, rider, batch);
    if (user !== undefined) tx.merge(rider.user(batch.uid), user);
    for (const [date, patch] of pages ?? []) stagePage(tx, rider, batch, date, patch);
    for (const posting of postings) await postFor(tx, posting, crediting);
    for (const [date, told] of Map.groupBy(messages, ({ day }) => day)) {
      await handOver(tx, { uid: batch.uid, date: dateOf(batch, date) }, told.map(messageOf), batch.nowMs);
    }
  }
}

function batchOf(events: readonly PricedEvent[], { days, results }: BatchDecision, crediting: Crediting): Batch {
  const { uid, nowMs, correlationId, economy } = crediting;
  const credited = events.flatMap(({ event: { type, occurredAt, metadata } }, at): CreditedEvent[] => {
    const result = results[at];
    return result?.status === 'credited' ? [{ type, occurredAt, metadata, coins: result.coins }] : [];
  });
  const byDay = Map.groupBy(credited, ({ occurredAt }) => utcDay(occurredAt));
  const batchDays = [...days].map(([date, { state, gained }]) => {
    const day = { total: { ...state.stats }, added: { ...gained }, credited: byDay.get(date) ?? [] };
    return [date, day] as const;
  });
  return { uid, nowMs, correlationId, economy, days: new Map(batchDays) };
}

async function ridden(tx: Tx, rider: Rider, batch: Batch): Promise<Ridden<z.ZodObject, z.ZodObject>> {
  const user = await tx.get(rider.user(batch.uid));
  invariant(user !== undefined, `no section of ${rider.name} for ${batch.uid}`);
  const pages = new Map<string, Readonly<Record<string, unknown>>>();
  for (const date of batch.days.keys()) {
    const page = rider.page && (await tx.get(rider.page(batch.uid, date)));
    if (page !== undefined) pages.set(date, page);
  }
  return rider.ride(batch, { user, pages });
}

function stagePage(tx: Tx, rider: Rider, batch: Batch, date: string, patch: Readonly<Record<string, unknown>>): void {
  invariant(rider.page !== undefined, `${rider.name} has no section of a page`);
  tx.merge(rider.page(batch.uid, dateOf(batch, date)), patch);
}

/** A rider may not reach for a page that the batch does not write. */
function dateOf({ days }: Batch, date: string): string {
  invariant(days.has(date), `the batch does not change ${date}`);
  return date;
}

async function postFor(tx: Tx, posting: RiderPosting, crediting: Crediting): Promise<void> {
  const { uid, nowMs, correlationId, economy, actor } = crediting;
  const { day, kind, against, currency, amount, reference, details } = posting;
  const legs = transferLegs(counterAccount.parse(against), currency, amount);
  const cause = { postedAtMs: nowMs, actor, correlationId, configVersion: economy.version };
  await post(tx, uid, { ...cause, kind, legs, reference, details }, { day });
}

function messageOf({ message }: { readonly message: Envelope }): Envelope {
  return message;
}
