import { onSnapshot, type Query, type QueryDocumentSnapshot } from 'firebase/firestore';
import { useEffect, useState } from 'react';
import { asEarnPlayError, type Game } from '../index.ts';
import type { Listed } from './listed.ts';
import { useMaybeGame } from './provider.ts';
import { useUser } from './user.ts';

export interface Source<Item> {
  readonly query: (game: Game, uid: string) => Query;
  readonly items: (docs: readonly QueryDocumentSnapshot[]) => readonly Item[];
}

const LOADING: Listed<never> = { items: [], status: 'loading', error: undefined };
const NOBODYS: Listed<never> = { items: [], status: 'ready', error: undefined };

/** Follows what a player may list. `source` must be the same object from one rendering to the next. */
export function useListed<Item>(source: Source<Item>): Listed<Item> {
  const game = useMaybeGame();
  const user = useUser();
  const uid = user?.uid;
  const [seen, setSeen] = useState<{
    readonly uid: string;
    readonly source: Source<Item>;
    readonly listed: Listed<Item>;
  }>();
  useEffect(() => {
    if (game === null || uid === undefined) return;
    const see = (listed: Listed<Item>) => setSeen({ uid, source, listed });
    return onSnapshot(
      source.query(game, uid),
      ({ docs }) => see({ items: source.items(docs), status: 'ready', error: undefined }),
      (thrown) => see({ items: [], status: 'failed', error: asEarnPlayError(thrown) }),
    );
  }, [game, uid, source]);
  if (user === null) return NOBODYS;
  // What was another player's is nobody else's to see, not even for a moment.
  return seen?.uid === uid && seen?.source === source ? seen.listed : LOADING;
}
