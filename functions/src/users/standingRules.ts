/**
 * Whether an account may act, as it is stored and as it is at an instant: what has an end is over by itself when that has
 * come, whether or not anybody has written it down since.
 */
export type Standing = 'active' | 'frozen' | 'banned' | 'deleted';

export interface StoredStanding {
  readonly status: Standing;
  /** When it ends by itself, epoch milliseconds; null where only a decision ends it. */
  readonly standingUntil: number | null;
  /** What it becomes then. */
  readonly standingNext: 'active' | 'frozen';
}

export function standingAt({ status, standingUntil, standingNext }: StoredStanding, nowMs: number): Standing {
  const isOver = standingUntil !== null && standingUntil <= nowMs && status !== 'deleted';
  return isOver ? standingNext : status;
}
