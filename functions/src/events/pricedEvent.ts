import { sha256 } from '../platform/crypto/crypto.ts';
import type { GameEvent } from './contract.ts';
import type { PricedEvent } from './eventRules.ts';
import { packedKey } from './packingRules.ts';

/**
 * Gives an event the keys under which its day remembers it. An ad that names a transaction of the ad network goes by that
 * transaction, so that the network's callback and the client's event are one event, whichever comes first; the client's
 * own key is taken by it all the same.
 */
export function pricedEvent(event: GameEvent, verified: boolean): PricedEvent {
  const transaction = event.type === 'AD_WATCHED' ? event.metadata.ssvTransactionId : undefined;
  const own = transaction === undefined || !verified ? [`key:${event.idempotencyKey}`] : [];
  const names = transaction === undefined ? own : [`ssv:${transaction}`, ...own];
  return { event, names: names.map((name) => packedKey(sha256(name))), verified };
}
