import type { Imposable } from './contract.ts';

/**
 * What a player may do follows from what was decided: an entry of the review queue freezes until it is decided otherwise,
 * and support freezes or bans by hand, until somebody undoes it or until an end that was set with it.
 */
export interface Causes {
  /** Entries of the review queue that keep the player frozen. */
  readonly frozenBy: readonly string[];
  /** What was set by hand, or by banning an entry's player; null where nothing is. */
  readonly imposed: Imposed | null;
}

export interface Imposed {
  readonly standing: Imposable;
  /** Epoch milliseconds; null where only a decision ends it. */
  readonly untilMs: number | null;
}

export interface Consequence {
  readonly status: 'active' | 'frozen' | 'banned';
  /** When it ends by itself, epoch milliseconds. */
  readonly standingUntil: number | null;
  /** What it becomes then. */
  readonly standingNext: 'active' | 'frozen';
}

export function isInForce({ untilMs }: Imposed, nowMs: number): boolean {
  return untilMs === null || untilMs > nowMs;
}

/** As long as any of the causes says so, the worst of them holds. */
export function consequenceOf({ frozenBy, imposed }: Causes, nowMs: number): Consequence {
  const frozenByEntry = frozenBy.length > 0;
  const standingNext = frozenByEntry ? 'frozen' : 'active';
  if (imposed === null || !isInForce(imposed, nowMs))
    return { status: standingNext, standingUntil: null, standingNext: 'active' };
  if (imposed.standing === 'banned') return { status: 'banned', standingUntil: imposed.untilMs, standingNext };
  // The entry's freeze has no end of its own.
  return { status: 'frozen', standingUntil: frozenByEntry ? null : imposed.untilMs, standingNext: 'active' };
}
