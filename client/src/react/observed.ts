import { useEffect, useRef, useSyncExternalStore } from 'react';
import { NO_SHOWN_ACCOUNT } from '../account/shownAccount.ts';
import type { Game, Observable, QueueView, SettledEvent, ShownAccount, ShownBalance } from '../index.ts';
import { NO_BALANCE, NO_QUEUE } from '../nothingShown.ts';
import { useMaybeGame } from './provider.ts';

const idle = () => () => {};

function useObserved<Value>(pick: (game: Game) => Observable<Value>, nothing: Value): Value {
  const game = useMaybeGame();
  const observable = game === null ? undefined : pick(game);
  return useSyncExternalStore(
    observable?.subscribe ?? idle,
    () => observable?.value ?? nothing,
    () => nothing,
  );
}

/** The player's coins, with what waits; zeros until they are known here, and on a server. */
export function useBalance(): ShownBalance {
  return useObserved(({ balance }) => balance, NO_BALANCE);
}

/** What waits to be sent, and how sending goes. */
export function useQueue(): QueueView {
  return useObserved(({ queue }) => queue, NO_QUEUE);
}

/** The account as the game has it; {@link useAccount} makes a day of it. */
export function useShownAccount(): ShownAccount {
  return useObserved(({ account }) => account, NO_SHOWN_ACCOUNT);
}

/** Hears of each event that is settled while the component is there; the newest `listener` is the one that does. */
export function useEvents(listener: (event: SettledEvent) => void): void {
  const game = useMaybeGame();
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => game?.events.subscribe((event) => newest.current(event)), [game]);
}
