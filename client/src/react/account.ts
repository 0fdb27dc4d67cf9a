import { useEffect, useState } from 'react';
import type { ShownAccount } from '../index.ts';
import { type DrawnSpin, dayOf, nextSpin, type Today } from '../play/index.ts';
import { useShownAccount } from './observed.ts';

export interface TodaysAccount extends Today {
  /** The next spin with its true prize; undefined until it is drawn, where none is left, and where it cannot be known. */
  readonly nextSpin: DrawnSpin | undefined;
  readonly account: ShownAccount;
}

/** Later than this no timer of a browser rings in time. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The player's day, which becomes a new one at midnight UTC by itself. */
export function useAccount(): TodaysAccount {
  const account = useShownAccount();
  const [nowMs, setNowMs] = useState(Date.now);
  const today = dayOf(account, nowMs);
  const { endsAtMs } = today;
  useEffect(() => {
    const wake = () => setNowMs(Date.now());
    const timer = setTimeout(wake, Math.min(Math.max(0, endsAtMs - Date.now()), LONGEST_TIMER_MS));
    // Timers stand still while a device sleeps.
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [endsAtMs]);
  return { ...today, account, nextSpin: useNextSpin(account, nowMs, today) };
}

function useNextSpin(account: ShownAccount, nowMs: number, { date, stats }: Today): DrawnSpin | undefined {
  const [drawn, setDrawn] = useState<DrawnSpin>();
  useEffect(() => {
    let isCurrent = true;
    nextSpin(account, nowMs).then(
      (next) => isCurrent && setDrawn(next),
      () => isCurrent && setDrawn(undefined),
    );
    return () => {
      isCurrent = false;
    };
  }, [account, nowMs]);
  // What was drawn for another one is not shown while this one is drawn.
  return drawn?.date === date && drawn.index === stats.spinsUsed ? drawn : undefined;
}
