import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { type DECISIONS, type ENTRY_STATUSES, fraudErrors } from './contract.ts';

/**
 * What a decision on one entry makes of the entry and of its player. A player stays frozen for as long as any entry says
 * so, whatever becomes of the others; a ban is for good.
 */
export type EntryStatus = (typeof ENTRY_STATUSES)[number];
export type Verb = (typeof DECISIONS)[number];
export type Standing = 'active' | 'frozen' | 'banned' | 'deleted';

export interface ReviewState {
  readonly logId: string;
  readonly status: EntryStatus;
  /** Null where there is no account: a suspicious sign-up was refused whole. */
  readonly standing: Standing | null;
  /** Entries that keep the player frozen. */
  readonly frozenBy: readonly string[];
}

export interface Reviewed {
  readonly status: Exclude<EntryStatus, 'OPEN'>;
  readonly standing: Standing | null;
  readonly frozenBy: readonly string[];
}

const OUTCOMES = { clear: 'CLEARED', warn: 'WARNED', freeze: 'FROZEN', ban: 'BANNED' } as const;

export function decideReview(state: ReviewState, decision: Verb): Decision<Reviewed> {
  // A frozen player's entry stays to be cleared or to become a ban; every other decision is final.
  if (state.status !== 'OPEN' && state.status !== 'FROZEN') {
    return refuse(fraudErrors['already-reviewed'], { status: state.status });
  }
  const others = state.frozenBy.filter((logId) => logId !== state.logId);
  const frozenBy = decision === 'freeze' ? [...others, state.logId] : others;
  return decided({ status: OUTCOMES[decision], standing: standingAfter(state, decision, frozenBy), frozenBy });
}

function standingAfter({ standing }: ReviewState, decision: Verb, frozenBy: readonly string[]): Standing | null {
  if (standing === null || standing === 'deleted' || standing === 'banned') return standing;
  if (decision === 'ban') return 'banned';
  return frozenBy.length > 0 ? 'frozen' : 'active';
}
