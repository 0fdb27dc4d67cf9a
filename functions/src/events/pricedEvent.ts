import { sha256 } from '../platform/crypto/crypto.ts';
import type { GameEvent } from './contract.ts';
import { packedKey } from './packingRules.ts';
import type { PricedEvent } from './rules.ts';

/**
 * Gives an event the key under which its day remembers it. An ad that names a transaction of the ad network goes by that
 * transaction, so that the network's callback and the client's event are one event, whichever comes first.
 */
export function pricedEvent(event: GameEvent, verified: boolean): PricedEvent {
  const transaction = event.type === 'AD_WATCHED' ? event.metadata.ssvTransactionId : undefined;
  const name = transaction === undefined ? `key:${event.idempotencyKey}` : `ssv:${transaction}`;
  return { event, key: packedKey(sha256(name)), verified };
}
