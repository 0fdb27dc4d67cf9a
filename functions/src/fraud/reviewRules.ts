import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { type DECISIONS, type ENTRY_STATUSES, fraudErrors } from './contract.ts';
import { type Causes, consequenceOf, type Imposed } from './standingRules.ts';

/**
 * What a decision on one entry makes of the entry and of its player. A player stays frozen for as long as any entry says
 * so, whatever becomes of the others; no decision on an entry lifts a ban, or what was imposed by hand.
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
  /** What holds the player besides and is not over. */
  readonly imposed?: Imposed | null;
}

export interface Reviewed {
  readonly status: Exclude<EntryStatus, 'OPEN'>;
  readonly standing: Standing | null;
  readonly frozenBy: readonly string[];
  readonly imposed: Imposed | null;
}

const BAN: Imposed = { standing: 'banned', untilMs: null };
const OUTCOMES = { clear: 'CLEARED', warn: 'WARNED', freeze: 'FROZEN', ban: 'BANNED' } as const;

export function decideReview(state: ReviewState, decision: Verb): Decision<Reviewed> {
  // A frozen player's entry stays to be cleared or to become a ban; every other decision is final.
  if (state.status !== 'OPEN' && state.status !== 'FROZEN') {
    return refuse(fraudErrors['already-reviewed'], { status: state.status });
  }
  const others = state.frozenBy.filter((logId) => logId !== state.logId);
  const frozenBy = decision === 'freeze' ? [...others, state.logId] : others;
  const imposed = imposedAfter(state, decision);
  const standing = standingAfter(state, { frozenBy, imposed });
  return decided({ status: OUTCOMES[decision], standing, frozenBy, imposed });
}

/** A ban of an entry's player has no end of its own, and no other decision on an entry ends one. */
function imposedAfter({ standing, imposed = null }: ReviewState, decision: Verb): Imposed | null {
  if (decision === 'ban') return BAN;
  return imposed === null && standing === 'banned' ? BAN : imposed;
}

function standingAfter({ standing }: ReviewState, causes: Causes): Standing | null {
  if (standing === null || standing === 'deleted') return standing;
  return consequenceOf(causes, Number.NEGATIVE_INFINITY).status;
}
