import type { BatchDecision } from '../../../functions/src/events/rules.ts';
import { type Prices, priceEvents } from '../pricing/priceEvents.ts';
import type { QueueState } from '../queue/state.ts';
import type { AccountView } from './accountView.ts';
import type { ShownBalance } from './shown.ts';

export interface Shown {
  readonly balance: ShownBalance;
  /** What each waiting event is shown as, by its key. */
  readonly coins: ReadonlyMap<string, number>;
  /** What the rules made of all that waits; undefined where it cannot be priced. */
  readonly decision: BatchDecision | undefined;
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
  const { coins, decision } = await priceEvents(priceBase, entries, prices);
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
  return { balance: balanceOf(view, pendingCoins), coins, decision };
}

/** Where what waits cannot be priced. */
export function confirmedAlone(view: AccountView): Shown {
  return { balance: balanceOf(view, 0), coins: new Map(), decision: undefined };
}

function balanceOf({ balances: confirmed, version }: AccountView, pendingCoins: number): ShownBalance {
  return { coins: confirmed.coins.available + pendingCoins, pendingCoins, confirmed, version };
}
