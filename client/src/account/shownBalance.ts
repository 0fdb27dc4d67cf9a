import type { Balances } from '../../../functions/src/kernel/money.ts';
import { type Prices, priceEvents } from '../pricing/priceEvents.ts';
import type { QueueState } from '../queue/state.ts';
import type { AccountView } from './accountView.ts';

/** What a game shows its player. */
export interface ShownBalance {
  /** Coins to show: confirmed and pending together. */
  readonly coins: number;
  /** The part of it that no answer has confirmed yet. */
  readonly pendingCoins: number;
  /** As the server last told. */
  readonly confirmed: Balances;
  readonly version: number;
}

export interface Shown {
  readonly balance: ShownBalance;
  /** What each waiting event is shown as, by its key. */
  readonly coins: ReadonlyMap<string, number>;
}

/**
 * Server's balance and what waits, together. While a batch is unanswered, its coins may be in the server's balance
 * already: what events have earned since it was sent is taken off what it is expected to bring, so nothing counts twice.
 */
export async function shownBalance(
  view: AccountView,
  priceBase: AccountView,
  { entries, batch }: QueueState,
  prices: Prices,
): Promise<Shown> {
  const { coins } = await priceEvents(priceBase, entries, prices);
  const members = new Set(batch?.seqs);
  let inBatch = 0;
  let others = 0;
  for (const { seq, key } of entries) {
    const price = coins.get(key) ?? 0;
    if (members.has(seq)) inBatch += price;
    else others += price;
  }
  const arrived = view.coinsEarned - priceBase.coinsEarned;
  const pendingCoins = others + Math.max(0, inBatch - Math.max(0, arrived));
  const { balances: confirmed, version } = view;
  return { balance: { coins: confirmed.coins.available + pendingCoins, pendingCoins, confirmed, version }, coins };
}
