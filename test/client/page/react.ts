import { getApp } from 'firebase/app';
import { createElement, StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { EarnPlayProvider } from '../../../client/src/react/index.ts';
import './main.ts';
import { Screen, type Seen } from './screen.ts';

/** The test page of `main.ts` with a screen in React on it. */
export interface ReactPage {
  readonly seen: Seen;
  /** Takes the screen away and puts it there again, as going to another screen and back does. */
  remount(): void;
  /** Another tree, whose provider makes its game of the Firebase app. */
  mountOfApp(): Seen;
  /** Takes over what a server has rendered; answers what React had to say about it. */
  hydrate(html: string): Promise<string[]>;
}

declare global {
  interface Window {
    reactPage: ReactPage;
  }
}

const newlySeen = (): Seen => ({ settled: [], games: new Set() });
const { game } = window.earnPlay;
const seen = newlySeen();
const place = () => document.body.appendChild(document.createElement('main'));
const screenOf = (what: Seen) =>
  createElement(StrictMode, {}, createElement(EarnPlayProvider, { game }, createElement(Screen, { seen: what })));
const ofApp = (what: Seen) =>
  createElement(
    StrictMode,
    {},
    createElement(EarnPlayProvider, { app: getApp() }, createElement(Screen, { seen: what })),
  );

const root = createRoot(place());
root.render(screenOf(seen));

window.reactPage = {
  seen,
  remount() {
    root.render(null);
    setTimeout(() => root.render(screenOf(seen)));
  },
  mountOfApp() {
    const own = newlySeen();
    for (let time = 0; time < 2; time += 1) createRoot(place()).render(ofApp(own));
    return own;
  },
  async hydrate(html) {
    const said: string[] = [];
    const element = place();
    element.innerHTML = html;
    hydrateRoot(element, ofApp(newlySeen()), { onRecoverableError: (error) => said.push(String(error)) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return said;
  },
};
