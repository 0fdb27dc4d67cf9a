import type { BatchAnswer } from '../../../client/src/queue/deliver.ts';
import type { Answered, Called } from './fakeFirebase.ts';

const BALANCE = { available: 0, locked: 0 };
const BALANCES = { coins: BALANCE, gems: BALANCE, points: BALANCE, eth: BALANCE };

/** The server's answer to a batch of which each event is worth 10 coins. */
export function answerTo(events: readonly { readonly idempotencyKey: string }[], serverTime = Date.now()): BatchAnswer {
  const results = events.map(({ idempotencyKey }) => ({ idempotencyKey, status: 'credited' as const, coins: 10 }));
  const counts = { processed: events.length, duplicates: 0, rejected: 0, deltaCoins: 10 * events.length };
  return { results, ...counts, stats: {}, balances: BALANCES, version: 1, serverTime };
}

/** A server that takes whatever is asked of it. */
export function served({ name, data, uid }: Called): Answered {
  if (name === 'batchEvents') return { result: answerTo(data.events) };
  if (name === 'createUser') return { result: { uid, referralCode: 'ABCDEFGH', balances: {}, replayed: false } };
  return { result: { ...data, replayed: false } };
}
