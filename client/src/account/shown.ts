import type { Balances } from '../../../functions/src/kernel/money.ts';

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
