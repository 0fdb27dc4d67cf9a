import type { FirebaseApp } from 'firebase/app';
import { createContext, createElement, type ReactNode, useContext } from 'react';
import { createEarnPlay, type EarnPlayOptions, type Game } from '../index.ts';

const GameContext = createContext<Game | null | undefined>(undefined);

export type EarnPlayProviderProps = { readonly children?: ReactNode } & (
  | { readonly game: Game }
  | { readonly app: FirebaseApp; readonly options?: EarnPlayOptions }
);

/** However often it is rendered, mounted, or loaded anew by a bundler: of one Firebase app there is one game. */
const games = new WeakMap<FirebaseApp, Game>();

/**
 * Gives the game to all that is below it: one that was made already, or one that is made of the Firebase app when it is first
 * needed in a browser, with the options of then. It lives as long as the page.
 */
export function EarnPlayProvider(props: EarnPlayProviderProps): ReactNode {
  return createElement(GameContext.Provider, { value: gameOf(props) }, props.children);
}

function gameOf(props: EarnPlayProviderProps): Game | null {
  if ('game' in props) return props.game;
  // A server renders what nobody is signed in to yet.
  if (typeof window === 'undefined') return null;
  const game = games.get(props.app) ?? createEarnPlay(props.app, props.options);
  games.set(props.app, game);
  return game;
}

/** The game; null where a server renders, and the provider was not given one. */
export function useMaybeGame(): Game | null {
  const game = useContext(GameContext);
  if (game === undefined) throw new Error('there is no EarnPlayProvider above this component');
  return game;
}

/**
 * The game, to record events and to call with. On a server there is none unless the provider was given one: use it in effects and
 * in what answers a player, not while rendering there.
 */
export function useGame(): Game {
  return useMaybeGame() ?? NOT_HERE;
}

const NOT_HERE: Game = new Proxy(Object.create(null), {
  get(_target, name) {
    throw new Error(`game.${String(name)} is there in the player’s browser, and not while a server renders`);
  },
});
