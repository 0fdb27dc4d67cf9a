import { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { uid as uidSchema } from '../kernel/wire.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { requireFeature } from '../platform/configuration/feature.ts';
import { currentTrace } from '../platform/runtime/context.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { eventsFeature } from './config.ts';
import { adErrors, ssvTransactionId } from './contract.ts';
import { creditEvents } from './creditEvents.ts';
import { pricedEvent } from './pricedEvent.ts';
import { type SsvParameters, verifySsvQuery } from './verifySsv.ts';

/**
 * AdMob's server-side verification callback: a signed query that says who watched what. It is credited as one ad event
 * of the day that AdMob stamped on it, under its transaction id, so that a repetition, by AdMob or by the client, is the
 * same event, whatever day that one names.
 */
const callbackSchema = z.object({
  transaction_id: ssvTransactionId,
  /** The uid, set by the client in the ad request's server-side verification options. */
  user_id: uidSchema,
  /** Epoch milliseconds. */
  timestamp: z.coerce.number().int().min(0),
  ad_unit: z.string().min(1).max(128).optional(),
});

export interface AdCredit {
  readonly status: 'credited' | 'duplicate' | 'rejected';
  readonly coins: number;
  readonly code?: string;
}

/**
 * `rawQuery` is the query string exactly as it arrived, without the question mark. What AdMob did sign is answered, never
 * refused, where a retry cannot help: AdMob repeats everything but a 200, and its console accepts the endpoint's
 * address only if the signed test callback, which names no player, gets one. Events that are switched off are on again
 * soon, so that one is refused, and AdMob sends it once more.
 */
export async function adReward(rawQuery: string, nowMs: number): Promise<AdCredit> {
  const parameters = await verifySsvQuery(rawQuery, nowMs);
  try {
    return await creditAd(parameters, nowMs);
  } catch (error) {
    if (!(error instanceof Refused) || mayHeal(error.error)) throw error;
    return { status: 'rejected', coins: 0, code: error.error.code };
  }
}

function mayHeal(refusal: ErrorEntry): boolean {
  return refusal.retry || refusal.code === platformErrors['feature-off'].code;
}

async function creditAd(parameters: SsvParameters, nowMs: number): Promise<AdCredit> {
  const callback = callbackSchema.safeParse(parameters);
  if (!callback.success) throw new Refused(adErrors['bad-callback']);
  const { transaction_id, user_id: uid, timestamp, ad_unit } = callback.data;
  const economy = await currentEconomy(nowMs);
  requireFeature(economy, eventsFeature, uid);
  const metadata = { ssvTransactionId: transaction_id, adUnit: ad_unit };
  const event = { type: 'AD_WATCHED', idempotencyKey: transaction_id, occurredAt: timestamp, metadata } as const;
  const correlationId = currentTrace()?.correlationId ?? transaction_id;
  const { decision } = await transactOptimistically((tx) =>
    creditEvents(tx, [pricedEvent(event, true)], { uid, nowMs, correlationId, economy, actor: 'system:adReward' }),
  );
  const result = decision.results[0] ?? { status: 'rejected', code: adErrors['bad-callback'].code };
  return result.status === 'rejected' ? { ...result, coins: 0 } : result;
}
