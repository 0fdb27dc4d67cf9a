import type { SpinSeed } from '../../../functions/src/events/spinSeedRules.ts';
import type { Stats } from '../../../functions/src/events/statsRules.ts';
import type { Balances } from '../../../functions/src/kernel/money.ts';
import type { ContractPrices, ContractTerms } from '../generated/contract.ts';

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

/** One UTC day as far as it is known here, with what waits. */
export interface ShownDay {
  readonly stats: Stats;
  /** Wins that wait, by game: the server has its own of that day beside them. */
  readonly waitingWins: Readonly<Record<string, number>>;
}

/**
 * What a player has done and may still do, with what waits, by the server's own rules. `@earnplay/client/play` reads a day of it.
 */
export interface ShownAccount {
  /** By UTC day: the last that the server showed, and those of what waits. */
  readonly days: Readonly<Record<string, ShownDay>>;
  readonly streak: { readonly lastDay: string | null; readonly days: number };
  /** What the player's spins are drawn with; empty until the account is known here. */
  readonly spinSeeds: readonly SpinSeed[];
  /** What each waiting event is shown as, in coins, by its key; 0 for one that the server will refuse. */
  readonly waiting: ReadonlyMap<string, number>;
  /** What the player has done in all, as the server last told. */
  readonly lifetime: Stats;
  readonly prices: ContractPrices;
  /** What a withdrawal asks for. */
  readonly terms: ContractTerms;
  /** Server's clock minus the device's in milliseconds; 0 before the first answer. */
  readonly clockOffsetMs: number;
}
