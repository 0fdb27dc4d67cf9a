import { useCallback, useEffect, useRef, useState } from 'react';
import { asEarnPlayError, type CallInput, type CallOutput, type EarnPlayError } from '../index.ts';
import { useShownAccount } from './observed.ts';
import { useGame } from './provider.ts';
import { useUser } from './user.ts';

export type StatementEntry = CallOutput<'getStatement'>['entries'][number];
export type StatementFilter = Omit<CallInput<'getStatement'>, 'after' | 'limit'>;

export interface Statement {
  /** The newest first, in words; what was loaded stays while more is loading and where it fails. */
  readonly entries: readonly StatementEntry[];
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: EarnPlayError | undefined;
  readonly hasMore: boolean;
  /** Loads the next page, or again the one that failed. */
  readonly more: () => void;
  /** From the newest on again. */
  readonly refresh: () => void;
}

interface Loaded {
  readonly entries: readonly StatementEntry[];
  readonly next: string | null;
  readonly status: Statement['status'];
  readonly error: EarnPlayError | undefined;
}

const EMPTY: Loaded = { entries: [], next: null, status: 'loading', error: undefined };

/**
 * The player's ledger, page by page, from when the component is there on. Postings that come later are shown by `refresh`: each page
 * is a call.
 */
export function useStatement(filter: StatementFilter = {}): Statement {
  const game = useGame();
  const uid = useUser()?.uid;
  // Somebody who has just signed in may have no account yet, and so no ledger.
  const isKnown = useShownAccount().spinSeeds.length > 0;
  const [loaded, setLoaded] = useState<Loaded>(EMPTY);
  /** Answers to what was asked before the last change of player or filter are nobody's any more. */
  const round = useRef(0);
  const { currency, type, from, to } = filter;

  const load = useCallback(
    (before: Loaded) => {
      const mine = round.current;
      const show = (after: Loaded) => mine === round.current && setLoaded(after);
      show({ ...before, status: 'loading', error: undefined });
      const asked = { ...given({ currency, type, from, to }), ...(before.next === null ? {} : { after: before.next }) };
      game.call.getStatement(asked).then(
        (page) =>
          show({
            ...{ entries: [...before.entries, ...page.entries], next: page.next },
            ...{ status: 'ready', error: undefined },
          }),
        (thrown: unknown) => show({ ...before, status: 'failed', error: asEarnPlayError(thrown) }),
      );
    },
    [game, currency, type, from, to],
  );
  const refresh = useCallback(() => {
    round.current += 1;
    if (uid === undefined || !isKnown) setLoaded(EMPTY);
    else load(EMPTY);
  }, [load, uid, isKnown]);
  useEffect(() => {
    refresh();
    return () => {
      round.current += 1;
    };
  }, [refresh]);
  const more = useCallback(() => {
    const isAtEnd = loaded.status === 'ready' && loaded.next === null;
    if (loaded.status !== 'loading' && !isAtEnd) load(loaded);
  }, [load, loaded]);
  const { entries, status, error } = loaded;
  return { entries, status, error, hasMore: loaded.next !== null, more, refresh };
}

/** Without what is undefined, which is no value on the wire. */
function given(filter: StatementFilter): StatementFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
