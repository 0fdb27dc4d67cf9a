import { createElement, type ReactNode } from 'react';
import type { SettledEvent } from '../../../client/src/index.ts';
import {
  type UsedCall,
  useAccount,
  useBalance,
  useCall,
  useEvents,
  useGame,
  useInbox,
  useQueue,
  useStatement,
  useUser,
  useWithdrawals,
} from '../../../client/src/react/index.ts';

/** What the screen shows, as the tests read it. */
export interface Shown {
  readonly user: 'unknown' | 'nobody' | 'somebody';
  readonly uid: string | null;
  readonly coins: number;
  readonly pending: number;
  readonly streak: { readonly isClaimed: boolean; readonly day: number; readonly coins: number };
  readonly spinsLeft: number;
  /** Coins of the next spin. */
  readonly next: number | null;
  readonly inbox: readonly string[];
  readonly withdrawals: readonly string[];
  readonly statement: readonly string[];
  readonly hasMore: boolean;
  readonly states: readonly string[];
  readonly claim: string;
}

/** What the screen leaves for the tests to look at, and to press. */
export interface Seen {
  readonly settled: SettledEvent[];
  readonly games: Set<unknown>;
  claim?: UsedCall<'claimReferral'>;
  more?: () => void;
  refresh?: () => void;
}

/** A screen with everything that hooks give. */
export function Screen({ seen }: { readonly seen: Seen }): ReactNode {
  const user = useUser();
  const { coins } = useBalance();
  const { pending } = useQueue();
  const { streak, spinsLeft, nextSpin } = useAccount();
  const [inbox, withdrawals, statement] = [useInbox(), useWithdrawals(), useStatement()];
  const claim = useCall('claimReferral');
  seen.games.add(useGame());
  useEvents((event) => seen.settled.push(event));
  Object.assign(seen, { claim, more: statement.more, refresh: statement.refresh });
  const known = user === null ? 'nobody' : 'somebody';
  const shown: Shown = {
    user: user === undefined ? 'unknown' : known,
    uid: user?.uid ?? null,
    coins,
    pending,
    streak,
    spinsLeft,
    next: nextSpin?.coins ?? null,
    inbox: inbox.items.map(({ kind }) => kind),
    withdrawals: withdrawals.items.map(({ status, amount }) => `${status} ${amount}`),
    statement: statement.entries.map(({ text, amount }) => `${text} ${amount}`),
    hasMore: statement.hasMore,
    states: [inbox.status, withdrawals.status, statement.status],
    claim: `${claim.status} ${claim.error?.code ?? claim.result?.reward ?? ''}`.trim(),
  };
  return createElement('output', {}, JSON.stringify(shown));
}
